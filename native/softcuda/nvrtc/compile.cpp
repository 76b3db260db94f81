#include "compile.h"

#include <dlfcn.h>

#include "../driver/build_name.h"
#include "../driver/image_file.h"
#include "../driver/settings.h"
#include "command.h"
#include "folder.h"
#include "source.h"

namespace softcuda {

namespace {

using Words = std::vector<std::string>;

// The folder of our libraries, where the build has put the headers too.
std::filesystem::path library_folder() {
  Dl_info info;
  dladdr(reinterpret_cast<void*>(library_folder), &info);
  return std::filesystem::absolute(info.dli_fname).parent_path();
}

bool starts_with(const std::string& text, const std::string& start) { return text.rfind(start, 0) == 0; }

// Options of NVRTC that the preprocessor understands, as it spells them; the others concern a GPU only.
Words preprocessor_options(const Words& options) {
  Words words;
  for (size_t i = 0; i < options.size(); i++) {
    const std::string& option = options[i];
    auto value = [&](const char* joined, const char* apart, const char* letter) {
      if (starts_with(option, joined)) {
        words.push_back(letter + option.substr(std::string(joined).size()));
      } else if (option == apart && i + 1 < options.size()) {
        words.push_back(letter + options[++i]);
      } else {
        return false;
      }
      return true;
    };
    value("--define-macro=", "--define-macro", "-D") || value("--undefine-macro=", "--undefine-macro", "-U") ||
        value("--include-path=", "--include-path", "-I") || value("-D", "-D", "-D") || value("-U", "-U", "-U") ||
        value("-I", "-I", "-I");
  }
  return words;
}

bool contracts(const Words& options) {
  for (const auto& option : options) {
    if (option == "--fmad=true" || option == "-fmad=true") {
      return true;
    }
  }
  return false;
}

Words operator+(Words words, const Words& more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

Words check_options() {
#ifdef __SANITIZE_ADDRESS__
  return {"-fsanitize=address", "-fsanitize-sections=softcuda_shared", "-g"};
#else
  if (!settings().check) {
    return {};
  }
  // Calls a function of the driver before each load and store, and where a pointer is not aligned as its type demands, and tells
  // it the shared variables.
  return {"-fsanitize=kernel-address,alignment", "--param=asan-instrumentation-with-call-threshold=0", "--param=asan-stack=0",
          "--param=asan-globals=1", "-fsanitize-sections=softcuda_shared"};
#endif
}

// What the compiler has said, with the names of files that the caller gave.
std::string read_log(const TemporaryFolder& folder) {
  std::string text = read_file(folder / "log");
  for (std::string path : {folder / "source/", folder / "headers/"}) {
    for (size_t at = text.find(path); at != std::string::npos; at = text.find(path, at)) {
      text.erase(at, path.size());
    }
  }
  return text;
}

}  // namespace

Compilation compile(const std::string& name, const std::string& source, const std::vector<Header>& headers,
                    const Words& options) {
  TemporaryFolder folder;
  std::string log = folder / "log";
  write_file(folder / "source" / name, source);
  for (const auto& header : headers) {
    write_file(folder / "headers" / header.first, header.second);
  }
  std::filesystem::path libraries = library_folder();

  // NVRTC knows no headers but those that it is given.
  Words preprocess = Words{"g++", "-E", "-x", "c++", "-std=c++17", "-nostdinc", "-D__CUDACC__", "-D__CUDACC_RTC__",
                           "-D__CUDA_ARCH__=900", "-I" + (folder / "headers").string()} +
                     preprocessor_options(options) +
                     Words{(folder / "source" / name).string(), "-o", folder / "preprocessed.cpp"};
  if (!run_command(preprocess, log)) {
    return {false, "", read_log(folder)};
  }
  write_file(folder / "kernels.cpp", to_cpp(read_file(folder / "preprocessed.cpp"), settings().check));

  // -fno-weak: shared variables of inline functions can lie in the one section of shared variables. -fstack-clash-protection: a
  // large frame does not step over the page that guards the stack.
  Words compile = Words{"g++", "-std=c++17", "-O2", "-march=native", "-shared", "-fPIC", "-fno-weak", "-fno-gnu-unique",
                        "-fno-exceptions", "-fno-rtti", "-fno-strict-aliasing", "-fstack-clash-protection",
                        "-fno-semantic-interposition",
                        contracts(options) ? "-ffp-contract=fast" : "-ffp-contract=off",
                        std::string("-DSOFTCUDA_BUILD=\"") + softcuda_build_name() + "\"",
                        "-I" + libraries.string() + "/device", "-include", "softcuda_device.h"} +
                  check_options() +
                  Words{folder / "kernels.cpp", "-o", folder / "image", "-Wl,-Bsymbolic", "-L" + libraries.string(),
                        "-l:libcuda.so.1"};
  if (!run_command(compile, log)) {
    return {false, "", read_log(folder)};
  }
  return {true, with_check_sum(read_file(folder / "image")), read_log(folder)};
}

}  // namespace softcuda
