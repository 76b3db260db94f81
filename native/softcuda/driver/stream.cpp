#include "stream.h"

#include "call.h"
#include "counters.h"
#include "deferred.h"
#include "driver.h"

namespace softcuda {

Handles<Stream>& streams() {
  static auto* handles = new Handles<Stream>(1);
  return *handles;
}

std::shared_ptr<Stream> find_stream(const void* handle) {
  static auto* legacy = new std::shared_ptr<Stream>(std::make_shared<Stream>());
  auto number = reinterpret_cast<uint64_t>(handle);
  if (number <= 2) {  // null, CU_STREAM_LEGACY, CU_STREAM_PER_THREAD
    return *legacy;
  }
  auto stream = streams().find(handle);
  if (stream == nullptr) {
    complain("there is no stream %p; was it destroyed?", handle);
  }
  return stream;
}

CUresult forbid_in_capture_of(const std::shared_ptr<Stream>& stream) {
  if (stream->capture == nullptr) {
    return CUDA_SUCCESS;
  }
  complain("not permitted while the stream captures");
  stream->invalidated = true;
  return CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED;
}

CUresult forbid_in_capture() {
  for (const auto& entry : streams().all()) {
    const auto& stream = entry.second;
    bool hinders = stream->mode == CAPTURE_GLOBAL ||
                   (stream->mode == CAPTURE_THREAD_LOCAL && stream->capturing_thread == std::this_thread::get_id());
    if (stream->capture != nullptr && hinders) {
      return forbid_in_capture_of(stream);
    }
  }
  return CUDA_SUCCESS;
}

CUresult forbid_legacy_in_capture() {
  for (const auto& entry : streams().all()) {
    const auto& stream = entry.second;
    if (stream->capture != nullptr && stream->blocking) {
      complain("the legacy stream would wait for a stream that captures");
      stream->invalidated = true;
      return CUDA_ERROR_STREAM_CAPTURE_IMPLICIT;
    }
  }
  return CUDA_SUCCESS;
}

namespace {

bool is_legacy(const void* handle) { return reinterpret_cast<uint64_t>(handle) <= 2; }

// The legacy stream and blocking streams wait for each other, so only one side may have kept anything.
CUresult finish_others(const void* handle, const Stream& stream) {
  if (is_legacy(handle)) {
    return finish_blocking();
  }
  return stream.blocking ? finish(*find_stream(nullptr)) : CUDA_SUCCESS;
}

}  // namespace

CUresult submit(const void* handle, const char* name, Operation operation, std::vector<HostBytes> host) {
  auto stream = find_stream(handle);
  if (stream == nullptr) {
    return CUDA_ERROR_INVALID_HANDLE;
  }
  if (is_legacy(handle)) {
    if (CUresult result = forbid_legacy_in_capture()) {
      return result;
    }
  }
  if (stream->capture == nullptr && !defers()) {
    return operation();
  }
  if (stream->capture == nullptr) {
    CUresult result = finish_others(handle, *stream);
    return result != CUDA_SUCCESS ? result : defer(*stream, {name, std::move(operation), std::move(host)});
  }
  if (stream->invalidated) {
    return CUDA_ERROR_STREAM_CAPTURE_INVALIDATED;
  }
  stream->capture->nodes.push_back({name, std::move(operation), std::move(host)});
  return CUDA_SUCCESS;
}

CUresult submit_and_wait(const void* handle, const char* name, Operation operation) {
  CUresult result = submit(handle, name, std::move(operation));
  return result != CUDA_SUCCESS ? result : finish(*find_stream(handle));
}

}  // namespace softcuda

using namespace softcuda;

extern "C" {

CUresult cuStreamCreate(void** handle, unsigned int flags) {
  return driver("cuStreamCreate", [&] {
    if (flags > 1) {
      return CUDA_ERROR_INVALID_VALUE;
    }
    auto stream = std::make_shared<Stream>();
    stream->blocking = flags == 0;
    *handle = streams().add(stream);
    return CUDA_SUCCESS;
  });
}

CUresult cuStreamDestroy_v2(void* handle) {
  return driver("cuStreamDestroy", [&] {
    auto stream = find_stream(handle);
    if (stream == nullptr) {
      return CUDA_ERROR_INVALID_HANDLE;
    }
    if (stream->capture != nullptr) {
      complain("the stream still captures");
    }
    CUresult result = finish(*stream);
    return streams().remove(handle) ? result : CUDA_ERROR_INVALID_HANDLE;
  });
}

CUresult cuStreamSynchronize(void* handle) {
  return driver("cuStreamSynchronize", [&] {
    counters().synchronizations++;
    auto stream = find_stream(handle);
    if (stream == nullptr) {
      return CUDA_ERROR_INVALID_HANDLE;
    }
    if (CUresult result = forbid_in_capture_of(stream)) {
      return result;
    }
    return is_legacy(handle) ? finish_blocking() : finish(*stream);
  });
}

CUresult cuStreamQuery(void* handle) {
  return driver("cuStreamQuery", [&] {
    auto stream = find_stream(handle);
    if (stream == nullptr) {
      return CUDA_ERROR_INVALID_HANDLE;
    }
    if (CUresult result = forbid_in_capture_of(stream)) {
      return result;
    }
    if (stream->queue.empty()) {
      return CUDA_SUCCESS;
    }
    CUresult result = run_oldest(*stream);  // who asks until all is done must not ask for ever
    return result == CUDA_SUCCESS ? CUDA_ERROR_NOT_READY : result;
  });
}

CUresult cuStreamIsCapturing(void* handle, int* status) {
  return driver("cuStreamIsCapturing", [&] {
    auto stream = find_stream(handle);
    if (stream == nullptr) {
      return CUDA_ERROR_INVALID_HANDLE;
    }
    *status = stream->capture == nullptr ? 0 : stream->invalidated ? 2 : 1;
    return CUDA_SUCCESS;
  });
}

CUresult cuStreamBeginCapture_v2(void* handle, int mode) {
  return driver("cuStreamBeginCapture", [&] {
    auto stream = find_stream(handle);
    if (stream == nullptr) {
      return CUDA_ERROR_INVALID_HANDLE;
    }
    if (mode < CAPTURE_GLOBAL || mode > CAPTURE_RELAXED) {
      return CUDA_ERROR_INVALID_VALUE;
    }
    if (is_legacy(handle)) {
      complain("the legacy stream cannot capture");
      return CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED;
    }
    if (stream->capture != nullptr) {
      complain("the stream captures already");
      return CUDA_ERROR_INVALID_VALUE;
    }
    stream->capture = std::make_shared<Graph>();
    stream->invalidated = false;
    stream->mode = (CaptureMode)mode;
    stream->capturing_thread = std::this_thread::get_id();
    return CUDA_SUCCESS;
  });
}

CUresult cuStreamEndCapture(void* handle, void** graph) {
  return driver("cuStreamEndCapture", [&] {
    auto stream = find_stream(handle);
    if (stream == nullptr) {
      return CUDA_ERROR_INVALID_HANDLE;
    }
    *graph = nullptr;
    if (stream->capture == nullptr) {
      complain("the stream does not capture");
      return CUDA_ERROR_INVALID_VALUE;
    }
    if (stream->mode != CAPTURE_RELAXED && stream->capturing_thread != std::this_thread::get_id()) {
      complain("another thread began the capture");
      return CUDA_ERROR_STREAM_CAPTURE_WRONG_THREAD;
    }
    auto captured = std::move(stream->capture);
    stream->capture = nullptr;
    if (stream->invalidated || current_call_must_fail()) {
      return CUDA_ERROR_STREAM_CAPTURE_INVALIDATED;
    }
    *graph = graphs().add(captured);
    return CUDA_SUCCESS;
  });
}

}
