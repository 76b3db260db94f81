#include "build_name.h"

#include <string>

#include "build.h"
#include "settings.h"

const char* softcuda_build_name() {
  static const auto* name = new std::string(std::string(SOFTCUDA_BUILD) + (softcuda::settings().check ? "-check" : ""));
  return name->c_str();
}
