// Handles of one kind. A handle is a number that is never given twice, so that one that was destroyed is always found out.
#pragma once

#include <cstdint>
#include <map>
#include <memory>

namespace softcuda {

template <class T>
class Handles {
 public:
  // `kind` tells the handles of one kind from those of others; none of them is a valid address.
  explicit Handles(uint64_t kind) : next(0x5cda000000000000u + (kind << 40)) {}

  void* add(std::shared_ptr<T> object) {
    next += 16;
    live[next] = std::move(object);
    return reinterpret_cast<void*>(next);
  }

  // Null if there is none.
  std::shared_ptr<T> find(const void* handle) const {
    auto entry = live.find(reinterpret_cast<uint64_t>(handle));
    return entry == live.end() ? nullptr : entry->second;
  }

  bool remove(const void* handle) { return live.erase(reinterpret_cast<uint64_t>(handle)) != 0; }

  const std::map<uint64_t, std::shared_ptr<T>>& all() const { return live; }

 private:
  uint64_t next;
  std::map<uint64_t, std::shared_ptr<T>> live;
};

}  // namespace softcuda
