#include "call.h"

#include <unistd.h>

#include <cstring>
#include <string>

#include "counters.h"
#include "settings.h"

namespace softcuda {

namespace {

thread_local const char* current = "";
thread_local bool current_must_fail = false;

// Never destroyed: the JVM's threads may still call while the process ends.
std::recursive_mutex& lock_of_everything() {
  static auto* mutex = new std::recursive_mutex;
  return *mutex;
}

CUresult broken = CUDA_SUCCESS;

bool contains(const char* text, const char* part) { return std::strstr(text, part) != nullptr; }

}  // namespace

Call::Call(const char* name) : lock(lock_of_everything()) {
  current = name;
  long number = ++counters().calls[name];
  must_fail_ = settings().fails(name, number);
  current_must_fail = must_fail_;
  if (must_fail_) {
    counters().injected_faults++;
  }
}

void lock_for_exit() {
  current = "at exit";
  for (int tries = 0; tries < 100 && !lock_of_everything().try_lock(); tries++) {
    usleep(10000);
  }
}

const char* current_call() { return current; }

bool current_call_must_fail() { return current_must_fail; }

bool gives_back(const char* name) {
  return contains(name, "Free") || contains(name, "Destroy") || contains(name, "Unload") || contains(name, "Release") ||
         contains(name, "EndCapture");
}

CUresult device_error() { return broken; }

CUresult set_device_error(CUresult error) {
  if (broken == CUDA_SUCCESS) {
    broken = error;
  }
  return error;
}

CUresult typical_error(const char* name) {
  if (contains(name, "cuInit") || contains(name, "GetCount")) return CUDA_ERROR_NO_DEVICE;
  if (contains(name, "cuDeviceGet")) return CUDA_ERROR_INVALID_DEVICE;
  if (contains(name, "Alloc") || contains(name, "Retain")) return CUDA_ERROR_OUT_OF_MEMORY;
  if (contains(name, "ModuleLoad")) return CUDA_ERROR_NO_BINARY_FOR_GPU;
  if (contains(name, "GetFunction")) return CUDA_ERROR_NOT_FOUND;
  if (contains(name, "LaunchKernel")) return CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES;
  if (contains(name, "Capture")) return CUDA_ERROR_STREAM_CAPTURE_INVALIDATED;
  if (contains(name, "Synchronize") || contains(name, "Memcpy")) return CUDA_ERROR_LAUNCH_FAILED;
  return CUDA_ERROR_UNKNOWN;
}

}  // namespace softcuda
