#include "image_file.h"

#include <elf.h>
#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>

namespace softcuda {

namespace {

constexpr uint64_t LARGEST = 1 << 28;

}  // namespace

uint64_t check_sum(const char* bytes, size_t count) {
  uint64_t hash = 0xcbf29ce484222325;  // FNV-1a
  for (size_t i = 0; i < count; i++) {
    hash = (hash ^ (unsigned char)bytes[i]) * 0x100000001b3;
  }
  return hash;
}

namespace {

// An image that was cut off may end where memory ends: `write` then fails, where a read would fault.
bool copy(int descriptor, const void* bytes, size_t count) { return write(descriptor, bytes, count) == (ssize_t)count; }

bool fill(int descriptor, const void* bytes) {
  Elf64_Ehdr header;
  if (!copy(descriptor, bytes, sizeof header)) {
    return false;
  }
  std::memcpy(&header, bytes, sizeof header);
  uint64_t length = header.e_shoff + (uint64_t)header.e_shnum * header.e_shentsize;
  if (std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0 || length < sizeof header || length > LARGEST) {
    return false;
  }
  const char* image = static_cast<const char*>(bytes);
  uint64_t sum;
  if (!copy(descriptor, image + sizeof header, length - sizeof header + sizeof sum)) {
    return false;
  }
  std::memcpy(&sum, image + length, sizeof sum);
  return sum == check_sum(image, length);
}

}  // namespace

ImageFile::ImageFile(const void* bytes) {
  const char* folder = std::getenv("TMPDIR");
  path_ = std::string(folder != nullptr ? folder : "/tmp") + "/softcuda-XXXXXX";
  int descriptor = mkostemp(path_.data(), O_CLOEXEC);
  valid_ = descriptor >= 0 && fill(descriptor, bytes);
  close(descriptor);
}

ImageFile::~ImageFile() { unlink(path_.c_str()); }

std::string with_check_sum(const std::string& image) {
  uint64_t sum = check_sum(image.data(), image.size());
  return image + std::string(reinterpret_cast<const char*>(&sum), sizeof sum);
}

}  // namespace softcuda
