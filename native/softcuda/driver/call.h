// The way that every API call takes: one lock, a count of its name, faults on demand, and the error that has made the device
// unusable. The functions of cuBLAS, cuSOLVER and NVRTC take it too.
#pragma once

#include <mutex>

#include "results.h"

namespace softcuda {

// Holds the lock for the time of a call.
class Call {
 public:
  explicit Call(const char* name);

  // Whether SOFTCUDA_FAIL names this very call.
  bool must_fail() const { return must_fail_; }

 private:
  std::unique_lock<std::recursive_mutex> lock;
  bool must_fail_;
};

// A call that gives something back (Free, Destroy, ...) or ends a capture does its work even if it has an error to tell, as the driver does.
bool gives_back(const char* name);

// Whether the call that this thread is in fails on demand, for a body that must leave nothing behind then.
bool current_call_must_fail();

// For the end of the process: takes the lock, but not from a thread that is still in a call and may never leave it.
void lock_for_exit();

// The name of the call that this thread is in.
const char* current_call();

// An illegal access leaves the device unusable until the process ends: each later call returns the error.
CUresult device_error();
CUresult set_device_error(CUresult error);

// What a call of the driver typically fails with.
CUresult typical_error(const char* name);

// Runs a body as one API call of any library; `injected` and `broken` are the library's statuses for a fault on demand and
// for an unusable device.
template <class Status, class Body>
Status call(const char* name, Status injected, Status broken, Body body) {
  Call entry(name);
  if (!entry.must_fail() && device_error() == CUDA_SUCCESS) {
    return body();
  }
  if (gives_back(name)) {
    body();
  }
  return entry.must_fail() ? injected : broken;
}

}  // namespace softcuda
