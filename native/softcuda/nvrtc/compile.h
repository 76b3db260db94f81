// Compiles a kernel file with g++.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace softcuda {

struct Compilation {
  bool done;
  std::string image;
  std::string log;
};

using Header = std::pair<std::string, std::string>;  // its name in #include, its text

Compilation compile(const std::string& name, const std::string& source, const std::vector<Header>& headers,
                    const std::vector<std::string>& options);

}  // namespace softcuda
