// Streams, and graphs captured from them. An operation runs when it is queued; while its stream captures it is kept instead, and
// with SOFTCUDA_DEFER it is kept until it is waited for.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "handles.h"
#include "results.h"

namespace softcuda {

using Operation = std::function<CUresult()>;

struct HostBytes {
  uint64_t address;
  size_t bytes;
};

struct Queued {
  std::string name;
  Operation run;
  std::vector<HostBytes> host;  // page-locked host memory that it reads or writes
};

struct Graph {
  std::vector<Queued> nodes;
  long allocations = -1;  // made by the process when it was launched last
};

enum CaptureMode { CAPTURE_GLOBAL = 0, CAPTURE_THREAD_LOCAL = 1, CAPTURE_RELAXED = 2 };

struct Stream {
  bool blocking = true;              // it waits for the legacy stream
  std::shared_ptr<Graph> capture;    // null if the stream does not capture
  bool invalidated = false;
  CaptureMode mode = CAPTURE_GLOBAL;
  std::thread::id capturing_thread;
  std::deque<Queued> queue;          // what has not run, see deferred.h
  size_t room = 0;                   // operations that are kept before the oldest must run
};

Handles<Stream>& streams();
Handles<Graph>& graphs();
Handles<Graph>& graph_execs();

// The stream behind a handle, the legacy stream too. Complains, and is null, if there is none.
std::shared_ptr<Stream> find_stream(const void* handle);

// Runs an operation, or keeps it. `host` is the page-locked host memory that it names.
CUresult submit(const void* stream, const char* name, Operation operation, std::vector<HostBytes> host = {});

// The same for an operation that the call waits for.
CUresult submit_and_wait(const void* stream, const char* name, Operation operation);

// Whether a call that may not be made while a stream captures may be made now. If not, that capture is spoilt.
CUresult forbid_in_capture();

// Whether the stream may be waited for; spoils its capture if it captures.
CUresult forbid_in_capture_of(const std::shared_ptr<Stream>& stream);

// An operation of the legacy stream, which waits for all blocking streams.
CUresult forbid_legacy_in_capture();

}  // namespace softcuda
