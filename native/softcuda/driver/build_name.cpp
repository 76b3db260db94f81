#include "build_name.h"

#include <string>

#include "build.h"
#include "settings.h"

namespace {

std::string checks() {
#ifdef __SANITIZE_ADDRESS__
  return "-asan";
#else
  return softcuda::settings().check ? "-check" : "";
#endif
}

}  // namespace

const char* softcuda_build_name() {
  static const auto* name = new std::string(SOFTCUDA_BUILD + checks());
  return name->c_str();
}
