// An image in a file of its own for dlopen, which knows two libraries of one name as one: so no name may come again while the
// first is loaded. Its length is what its ELF header says, as the driver finds out
// the length of a cubin; behind it lies a check sum, so that a damaged image is refused and never run.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace softcuda {

class ImageFile {
 public:
  explicit ImageFile(const void* bytes);
  ~ImageFile();
  ImageFile(const ImageFile&) = delete;

  bool valid() const { return valid_; }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
  bool valid_;
};

uint64_t check_sum(const char* bytes, size_t count);

// Of an image whose file was read into memory.
std::string with_check_sum(const std::string& image);

}  // namespace softcuda
