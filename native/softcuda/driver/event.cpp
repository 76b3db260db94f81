// Events. One is reached when the operation that records it runs.
#include <chrono>

#include "counters.h"
#include "deferred.h"
#include "driver.h"
#include "event.h"
#include "stream.h"

namespace softcuda {

// One of the times that an event is recorded.
struct Record {
  std::weak_ptr<Stream> stream;
  bool reached = false;
  std::chrono::steady_clock::time_point time;
};

struct Event {
  bool timed = true;
  bool captured = false;
  std::shared_ptr<Record> last;  // null if it was never recorded

  bool reached() const { return last == nullptr || last->reached; }
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

CUresult wait_for(const Record& record) {
  auto stream = record.stream.lock();
  CUresult result = device_error();
  while (!record.reached && stream != nullptr && result == CUDA_SUCCESS) {
    result = run_oldest(*stream);
  }
  return result;
}

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
      if (on == nullptr) {
        return CUDA_ERROR_INVALID_HANDLE;
      }
      auto record = std::make_shared<Record>();
      record->stream = on;
      CUresult result = submit(stream, "cuEventRecord", [record] {
        record->reached = true;
        record->time = std::chrono::steady_clock::now();
        return CUDA_SUCCESS;
      });
      if (result == CUDA_SUCCESS) {
        event.captured = on->capture != nullptr;
        event.last = record;
      }
      return result;
    });
  });
}

CUresult cuEventSynchronize(void* handle) {
  return driver("cuEventSynchronize", [&] {
    counters().synchronizations++;
    return with_event(handle, [](Event& event) {
      if (event.captured) {
        return CUDA_ERROR_CAPTURED_EVENT;
      }
      return event.reached() ? CUDA_SUCCESS : wait_for(*event.last);
    });
  });
}

CUresult cuEventQuery(void* handle) {
  return driver("cuEventQuery", [&] {
    return with_event(handle, [](Event& event) {
      if (event.captured) {
        return CUDA_ERROR_CAPTURED_EVENT;
      }
      if (event.reached()) {
        return CUDA_SUCCESS;
      }
      auto stream = event.last->stream.lock();
      CUresult result = stream == nullptr ? CUDA_SUCCESS : run_oldest(*stream);
      return result == CUDA_SUCCESS ? CUDA_ERROR_NOT_READY : result;
    });
  });
}

CUresult cuEventElapsedTime(float* milliseconds, void* start, void* end) {
  return driver("cuEventElapsedTime", [&] {
    return with_event(start, [&](Event& from) {
      return with_event(end, [&](Event& to) {
        for (const Event* event : {&from, &to}) {
          if (!event->timed || event->last == nullptr || event->captured) {
            return CUDA_ERROR_INVALID_HANDLE;
          }
        }
        if (!from.reached() || !to.reached()) {
          return CUDA_ERROR_NOT_READY;
        }
        *milliseconds = std::chrono::duration<float, std::milli>(to.last->time - from.last->time).count();
        return CUDA_SUCCESS;
      });
    });
  });
}

CUresult cuEventDestroy_v2(void* handle) {
  return driver("cuEventDestroy", [&] { return events().remove(handle) ? CUDA_SUCCESS : CUDA_ERROR_INVALID_HANDLE; });
}

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
      if (event.reached()) {
        return CUDA_SUCCESS;
      }
      return submit(stream, "cuStreamWaitEvent", [record = event.last] { return wait_for(*record); });
    });
  });
}

}
