// Events. Work is done when it is queued, so an event is the time at which it was recorded.
#include <chrono>

#include "counters.h"
#include "driver.h"
#include "event.h"
#include "stream.h"

namespace softcuda {

struct Event {
  bool timed = true;
  bool recorded = false;
  bool captured = false;
  std::chrono::steady_clock::time_point time;
};

namespace {

Handles<Event>& events() {
  static auto* handles = new Handles<Event>(4);
  return *handles;
}

CUresult with_event(void* handle, const std::function<CUresult(Event&)>& action) {
  auto event = events().find(handle);
  if (event == nullptr) {
    complain("there is no event %p; was it destroyed?", handle);
    return CUDA_ERROR_INVALID_HANDLE;
  }
  return action(*event);
}

CUresult completed(Event& event) { return event.captured ? CUDA_ERROR_CAPTURED_EVENT : CUDA_SUCCESS; }

}  // namespace

size_t live_events() { return events().all().size(); }

}  // namespace softcuda

using namespace softcuda;

extern "C" {

CUresult cuEventCreate(void** handle, unsigned int flags) {
  return driver("cuEventCreate", [&] {
    auto event = std::make_shared<Event>();
    event->timed = (flags & 2) == 0;
    *handle = events().add(event);
    return CUDA_SUCCESS;
  });
}

CUresult cuEventRecord(void* handle, void* stream) {
  return driver("cuEventRecord", [&] {
    return with_event(handle, [&](Event& event) {
      auto on = find_stream(stream);
      event.captured = on != nullptr && on->capture != nullptr;
      event.recorded = true;
      event.time = std::chrono::steady_clock::now();
      return submit(stream, "cuEventRecord", [] { return CUDA_SUCCESS; });
    });
  });
}

CUresult cuEventSynchronize(void* handle) {
  return driver("cuEventSynchronize", [&] {
    counters().synchronizations++;
    return with_event(handle, completed);
  });
}

CUresult cuEventQuery(void* handle) {
  return driver("cuEventQuery", [&] { return with_event(handle, completed); });
}

CUresult cuEventElapsedTime(float* milliseconds, void* start, void* end) {
  return driver("cuEventElapsedTime", [&] {
    return with_event(start, [&](Event& from) {
      return with_event(end, [&](Event& to) {
        for (const Event* event : {&from, &to}) {
          if (!event->timed || !event->recorded || event->captured) {
            return CUDA_ERROR_INVALID_HANDLE;
          }
        }
        *milliseconds = std::chrono::duration<float, std::milli>(to.time - from.time).count();
        return CUDA_SUCCESS;
      });
    });
  });
}

CUresult cuEventDestroy_v2(void* handle) {
  return driver("cuEventDestroy", [&] { return events().remove(handle) ? CUDA_SUCCESS : CUDA_ERROR_INVALID_HANDLE; });
}

// Streams run their operations when they are queued, so there is nothing to wait for.
CUresult cuStreamWaitEvent(void* stream, void* handle, unsigned int) {
  return driver("cuStreamWaitEvent", [&] {
    return with_event(handle, [&](Event& event) {
      auto on = find_stream(stream);
      if (on == nullptr) {
        return CUDA_ERROR_INVALID_HANDLE;
      }
      if (event.captured || on->capture != nullptr) {
        complain("a capture of several streams is not implemented");
        return CUDA_ERROR_NOT_SUPPORTED;
      }
      return CUDA_SUCCESS;
    });
  });
}

}
