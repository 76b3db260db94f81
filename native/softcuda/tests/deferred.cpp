// What must be waited for, with SOFTCUDA_DEFER.
#include <cmath>

#include "scenario.h"

using namespace scenarios;

static const char* const KERNELS = R"(
extern "C" __global__ void add(double* x, double value) { x[threadIdx.x] += value; }
)";

// Page-locked memory of four doubles.
struct PageLocked {
  double* values;
  PageLocked() {
    SHOW(cuMemAllocHost_v2(reinterpret_cast<void**>(&values), 32));
    for (int i = 0; i < 4; i++) {
      values[i] = 0;
    }
  }
  ~PageLocked() { SHOW(cuMemFreeHost(values)); }
};

static void say(bool right) { std::printf("%s\n", right ? "right" : "wrong"); }

SCENARIO(result_read_before_it_is_there) {
  Device device;
  Doubles x(4);
  PageLocked host;
  SHOW(cuCtxSynchronize());
  SHOW(cuMemcpyDtoHAsync_v2(host.values, x.address, 32, device.stream));
  if (!fault) {
    SHOW(cuStreamSynchronize(device.stream));
  }
  say(!std::isnan(host.values[3]));
  SHOW(cuCtxSynchronize());
}

SCENARIO(host_memory_changed_before_it_is_copied) {
  Device device;
  Doubles x(4);
  PageLocked host;
  SHOW(cuMemcpyHtoDAsync_v2(x.address, host.values, 32, device.stream));
  if (!fault) {
    SHOW(cuStreamSynchronize(device.stream));
  }
  host.values[3] = 5;
  SHOW(cuCtxSynchronize());
  say(x.read()[3] == 0);
}

// Two copies that follow each other need no wait between them. With the fault the second one copies other memory.
SCENARIO(host_memory_reused_in_order) {
  Device device;
  Doubles x(4), y(4);
  PageLocked host;
  SHOW(cuCtxSynchronize());
  host.values[3] = 7;
  SHOW(cuMemcpyHtoDAsync_v2(x.address, host.values, 32, device.stream));
  SHOW(cuMemcpyDtoHAsync_v2(host.values, (fault ? y : x).address, 32, device.stream));
  SHOW(cuStreamSynchronize(device.stream));
  say(host.values[3] == 7 && x.read()[3] == 7);
}

// The copy's own stream has waited for nothing: the legacy stream does not wait for a stream that does not block.
SCENARIO(copy_in_the_legacy_stream) {
  Device device;
  Kernels kernels(KERNELS);
  Doubles x(4);
  double value = 2;
  SHOW(cuCtxSynchronize());
  kernels.launch("add", 1, 4, {&x.address, &value}, 0, device.stream);
  if (!fault) {
    SHOW(cuStreamSynchronize(device.stream));
  }
  say(x.read()[3] == 2);
  SHOW(cuCtxSynchronize());
}

// Streams that block and the legacy stream wait for each other in both directions.
SCENARIO(legacy_stream_and_others) {
  Device device;
  Kernels kernels(KERNELS);
  Doubles x(4);
  double value = 2;
  void* stream;
  SHOW(cuStreamCreate(&stream, fault ? 1 : 0));
  kernels.launch("add", 1, 4, {&x.address, &value}, 0, stream);
  bool first = x.read()[3] == 2;
  SHOW(cuMemsetD8Async(x.address, 0, 32, nullptr));
  kernels.launch("add", 1, 4, {&x.address, &value}, 0, stream);
  SHOW(cuStreamSynchronize(stream));
  say(first && x.read()[3] == 2);
  SHOW(cuStreamDestroy_v2(stream));
}

SCENARIO(memory_freed_before_its_use) {
  Device device;
  Kernels kernels(KERNELS);
  uint64_t x;
  double value = 2;
  SHOW(cuMemAlloc_v2(&x, 32));
  kernels.launch("add", 1, 4, {&x, &value}, 0, device.stream);
  if (!fault) {
    SHOW(cuStreamSynchronize(device.stream));
  }
  SHOW(cuMemFree_v2(x));
}

SCENARIO(host_memory_freed_before_its_use) {
  Device device;
  Doubles x(4);
  PageLocked host;
  SHOW(cuMemcpyHtoDAsync_v2(x.address, host.values, 32, device.stream));
  if (!fault) {
    SHOW(cuCtxSynchronize());
  }
}

// A graph is one operation; its kernels read what lies in memory when it runs.
SCENARIO(graph_not_waited_for) {
  Device device;
  Kernels kernels(KERNELS);
  Doubles x(4);
  double value = 2;
  void* graph;
  void* exec;
  SHOW(cuCtxSynchronize());
  SHOW(cuStreamBeginCapture_v2(device.stream, 0));
  kernels.launch("add", 1, 4, {&x.address, &value}, 0, device.stream);
  SHOW(cuStreamEndCapture(device.stream, &graph));
  SHOW(cuGraphInstantiateWithFlags(&exec, graph, 0));
  SHOW(cuGraphDestroy(graph));
  SHOW(cuGraphLaunch(exec, device.stream));
  SHOW(cuGraphExecDestroy(exec));
  if (!fault) {
    SHOW(cuStreamSynchronize(device.stream));
  }
  say(x.read()[0] == 2);
  SHOW(cuCtxSynchronize());
}

SCENARIO(event_of_another_stream) {
  Device device;
  Kernels kernels(KERNELS);
  Doubles x(4);
  double value = 2;
  void* second;
  void* event;
  SHOW(cuStreamCreate(&second, 1));
  SHOW(cuEventCreate(&event, 0));
  SHOW(cuCtxSynchronize());
  kernels.launch("add", 1, 4, {&x.address, &value}, 0, device.stream);
  SHOW(cuEventRecord(event, device.stream));
  if (!fault) {
    SHOW(cuStreamWaitEvent(second, event, 0));
  }
  PageLocked host;
  SHOW(cuMemcpyDtoHAsync_v2(host.values, x.address, 32, second));
  SHOW(cuStreamSynchronize(second));
  say(host.values[0] == 2);
  SHOW(cuCtxSynchronize());
  SHOW(cuEventDestroy_v2(event));
  SHOW(cuStreamDestroy_v2(second));
}

// Who asks without waiting is told that it is too early; who asks long enough is told that it is done.
SCENARIO(queries) {
  Device device;
  Doubles x(4);
  void* event;
  SHOW(cuEventCreate(&event, 0));
  SHOW(cuCtxSynchronize());
  SHOW(cuMemsetD8Async(x.address, 0, 32, device.stream));
  SHOW(cuEventRecord(event, device.stream));
  SHOW(cuMemsetD8Async(x.address, 0, 32, device.stream));
  if (fault) {
    SHOW(cuEventQuery(event));
  }
  SHOW(cuEventSynchronize(event));
  if (fault) {
    SHOW(cuStreamQuery(device.stream));
  }
  while (cuStreamQuery(device.stream) != 0) {
  }
  SHOW(cuEventDestroy_v2(event));
}

// A kernel's error is that of the first call that waits for it.
SCENARIO(error_that_comes_late) {
  Device device;
  Kernels kernels(KERNELS);
  Doubles x(4);
  double value = 2;
  uint64_t nowhere = fault ? 16 : x.address;
  SHOW(cuCtxSynchronize());
  kernels.launch("add", 1, 4, {&nowhere, &value}, 0, device.stream);
  SHOW(cuStreamSynchronize(device.stream));
}
