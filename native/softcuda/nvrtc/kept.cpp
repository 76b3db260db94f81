#include "kept.h"

#include <unistd.h>

#include <atomic>
#include <cctype>
#include <cstdio>
#include <filesystem>

#include "../driver/image_file.h"
#include "../driver/settings.h"
#include "folder.h"

namespace softcuda {

namespace {

std::string file_name(const std::string& name, const std::string& text) {
  char hash[24];
  std::snprintf(hash, sizeof hash, "%016lx", check_sum(text.data(), text.size()));
  std::string safe = name;
  for (char& c : safe) {
    c = std::isalnum((unsigned char)c) != 0 || c == '.' || c == '_' || c == '-' ? c : '-';
  }
  return safe + "." + hash + ".cu";
}

}  // namespace

void keep_source(const std::string& name, const std::string& text) {
  if (settings().sources.empty()) {
    return;
  }
  std::filesystem::path folder = settings().sources;
  std::filesystem::path file = folder / file_name(name, text);
  if (std::filesystem::exists(file)) {
    return;
  }
  // A reader must never find half a text.
  static std::atomic<int> number = 0;
  std::filesystem::path part = folder / (".part-" + std::to_string(getpid()) + "-" + std::to_string(number++));
  write_file(part, text);
  std::filesystem::rename(part, file);
}

}  // namespace softcuda
