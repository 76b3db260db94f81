#include "deferred.h"

#include <random>

#include "call.h"
#include "counters.h"
#include "place.h"
#include "settings.h"

namespace softcuda {

namespace {

// About as many as a GPU's queue holds.
constexpr size_t MOST_QUEUED = 1024;

// The memory that is being freed, and what runs meanwhile.
uint64_t freed_begin = 0;
uint64_t freed_end = 0;
const char* running = "";

size_t draw(size_t most) {
  static auto* generator = new std::mt19937_64(settings().defer);
  return 1 + (*generator)() % most;
}

CUresult finish_where(bool (*wanted)(const Stream&)) {
  CUresult result = CUDA_SUCCESS;
  auto finish_one = [&](Stream& stream) {
    if (result == CUDA_SUCCESS && wanted(stream)) {
      result = finish(stream);
    }
  };
  finish_one(*find_stream(nullptr));
  for (const auto& entry : streams().all()) {
    finish_one(*entry.second);
  }
  return result;
}

bool overlap(HostBytes a, HostBytes b) { return a.address < b.address + b.bytes && b.address < a.address + a.bytes; }

bool names(const Stream& stream, HostBytes host) {
  for (const auto& operation : stream.queue) {
    for (HostBytes other : operation.host) {
      if (overlap(host, other)) {
        return true;
      }
    }
  }
  return false;
}

}  // namespace

bool defers() { return settings().defer != 0; }

CUresult defer(Stream& stream, Queued operation) {
  if (stream.room == 0) {
    stream.room = draw(MOST_QUEUED);
    for (size_t left = draw(stream.room) - 1; stream.queue.size() > left;) {
      if (CUresult result = run_oldest(stream)) {
        return result;
      }
    }
  }
  stream.room--;
  stream.queue.push_back(std::move(operation));
  return CUDA_SUCCESS;
}

CUresult run_oldest(Stream& stream) {
  if (stream.queue.empty() || device_error() != CUDA_SUCCESS) {
    stream.queue.clear();
    return device_error();
  }
  Queued oldest = std::move(stream.queue.front());
  stream.queue.pop_front();
  running = oldest.name.c_str();
  CUresult result = oldest.run();
  if (result != CUDA_SUCCESS) {
    complain("%s, which was queued before, failed", oldest.name.c_str());
    set_device_error(result);
  }
  return result;
}

CUresult finish(Stream& stream) {
  CUresult result = device_error();
  while (!stream.queue.empty() && result == CUDA_SUCCESS) {
    result = run_oldest(stream);
  }
  return result;
}

CUresult finish_all() {
  return finish_where([](const Stream&) { return true; });
}

CUresult finish_blocking() {
  return finish_where([](const Stream& stream) { return stream.blocking; });
}

bool is_named_by_queued(HostBytes host) {
  bool found = names(*find_stream(nullptr), host);
  for (const auto& entry : streams().all()) {
    found = found || names(*entry.second, host);
  }
  return found;
}

CUresult finish_before_free(uint64_t address, size_t bytes) {
  freed_begin = address;
  freed_end = address + bytes;
  CUresult result = finish_all();
  freed_begin = freed_end = 0;
  return result;
}

void note_use(uint64_t address) {
  if (address >= freed_begin && address < freed_end) {
    complain("%s, which was queued before and not waited for, uses the memory that is freed, at %s", running,
             place(address).c_str());
    freed_begin = freed_end = 0;  // told once
  }
}

}  // namespace softcuda
