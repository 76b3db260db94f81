// Captures, handles and calls in an order that the driver does not permit.
#include "scenario.h"

using namespace scenarios;

static const char* const INCREMENT = R"(
extern "C" __global__ void add(double* x, double value) { x[threadIdx.x] += value; }
)";

// Captures with one call in between; ends the capture and launches what there is three times.
static void capture(Device& device, const std::string& what, void (*call)(Device&)) {
  Kernels kernels(INCREMENT);
  Doubles x(4);
  double value = 2;
  SHOW(cuStreamBeginCapture_v2(device.stream, 0));
  kernels.launch("add", 1, 4, {&x.address, &value}, 0, device.stream);
  value = 100;  // arguments were copied
  if (call != nullptr) {
    call(device);
  }
  void* graph = nullptr;
  void* exec = nullptr;
  if (SHOW(cuStreamEndCapture(device.stream, &graph)) != 0) {
    return;
  }
  SHOW(cuGraphInstantiateWithFlags(&exec, graph, 0));
  SHOW(cuGraphDestroy(graph));
  for (int i = 0; i < 3; i++) {
    SHOW(cuGraphLaunch(exec, device.stream));
  }
  SHOW(cuGraphExecDestroy(exec));
  if (x.read()[3] != 6) {
    std::printf("%s: %g\n", what.c_str(), x.read()[3]);
  }
}

#define CAPTURE(name, call)                                   \
  SCENARIO(name) {                                            \
    Device device;                                            \
    void (*between)(Device&) = []([[maybe_unused]] Device& device) { call; }; \
    capture(device, #name, fault ? between : nullptr);        \
  }

CAPTURE(allocation_in_a_capture, uint64_t address; SHOW(cuMemAlloc_v2(&address, 8)))
CAPTURE(synchronisation_in_a_capture, SHOW(cuStreamSynchronize(device.stream)))
CAPTURE(context_synchronisation_in_a_capture, SHOW(cuCtxSynchronize()))
CAPTURE(pageable_memory_in_a_capture, double x; SHOW(cuMemcpyDtoHAsync_v2(&x, 0, 8, device.stream)))

SCENARIO(legacy_stream_in_a_capture) {
  Device device;
  Doubles x(4);
  void* blocking;
  void* graph;
  SHOW(cuStreamCreate(&blocking, 0));
  SHOW(cuStreamBeginCapture_v2(blocking, 2));
  if (fault) {
    SHOW(cuMemsetD8_v2(x.address, 0, 8));
  }
  if (SHOW(cuStreamEndCapture(blocking, &graph)) == 0) {
    SHOW(cuGraphDestroy(graph));
  }
  SHOW(cuStreamDestroy_v2(blocking));
}

SCENARIO(capture_that_never_began) {
  Device device;
  void* graph;
  if (!fault) {
    SHOW(cuStreamBeginCapture_v2(device.stream, 0));
  }
  if (SHOW(cuStreamEndCapture(device.stream, &graph)) == 0) {
    SHOW(cuGraphDestroy(graph));
  }
}

SCENARIO(decomposition_in_a_capture) {
  Device device;
  Doubles a(4), workspace(64), info(1);
  void* solver;
  void* graph = nullptr;
  SHOW(cusolverDnCreate(&solver));
  SHOW(cusolverDnSetStream(solver, device.stream));
  if (fault) {
    SHOW(cuStreamBeginCapture_v2(device.stream, 0));
  }
  SHOW(cusolverDnDpotrf(solver, 0, 2, a.pointer(), 2, workspace.pointer(), 64, (int*)info.address));
  if (fault) {
    SHOW(cuStreamEndCapture(device.stream, &graph));
  }
  SHOW(cusolverDnDestroy(solver));
}

SCENARIO(graph_launched_after_its_end) {
  Device device;
  void* graph;
  void* exec;
  SHOW(cuStreamBeginCapture_v2(device.stream, 0));
  SHOW(cuStreamEndCapture(device.stream, &graph));
  SHOW(cuGraphInstantiateWithFlags(&exec, graph, 0));
  SHOW(cuGraphDestroy(graph));
  if (!fault) {
    SHOW(cuGraphLaunch(exec, device.stream));
  }
  SHOW(cuGraphExecDestroy(exec));
  if (fault) {
    SHOW(cuGraphLaunch(exec, device.stream));
  }
}

SCENARIO(memory_freed_before_the_graph) {
  Device device;
  Kernels kernels(INCREMENT);
  uint64_t x;
  double value = 1;
  void* graph;
  void* exec;
  SHOW(cuMemAlloc_v2(&x, 32));
  SHOW(cuMemsetD8_v2(x, 0, 32));
  SHOW(cuStreamBeginCapture_v2(device.stream, 0));
  kernels.launch("add", 1, 4, {&x, &value}, 0, device.stream);
  SHOW(cuStreamEndCapture(device.stream, &graph));
  SHOW(cuGraphInstantiateWithFlags(&exec, graph, 0));
  SHOW(cuGraphDestroy(graph));
  if (fault) {
    SHOW(cuMemFree_v2(x));
  }
  SHOW(cuGraphLaunch(exec, device.stream));
  SHOW(cuGraphExecDestroy(exec));
  if (!fault) {
    SHOW(cuMemFree_v2(x));
  }
}

SCENARIO(stream_used_after_its_end) {
  Device device;
  void* stream;
  SHOW(cuStreamCreate(&stream, 1));
  SHOW(cuStreamDestroy_v2(stream));
  SHOW(cuStreamSynchronize(fault ? stream : device.stream));
}

SCENARIO(module_unloaded_before_the_launch) {
  Device device;
  void* module;
  void* function;
  std::vector<char> image = compile("extern \"C\" __global__ void f() {}");
  SHOW(cuModuleLoadData(&module, image.data()));
  SHOW(cuModuleGetFunction(&function, module, "f"));
  if (fault) {
    SHOW(cuModuleUnload(module));
  }
  SHOW(cuLaunchKernel(function, 1, 1, 1, 1, 1, 1, 0, nullptr, nullptr, nullptr));
  if (!fault) {
    SHOW(cuModuleUnload(module));
  }
}

SCENARIO(no_context) {
  Device device;
  SHOW(cuCtxSetCurrent(nullptr));
  uint64_t address;
  if (fault) {
    SHOW(cuMemAlloc_v2(&address, 8));
  }
  void* context;
  SHOW(cuDevicePrimaryCtxRetain(&context, 0));
  SHOW(cuCtxSetCurrent(context));
  SHOW(cuDevicePrimaryCtxRelease_v2(0));
}

SCENARIO(leaks) {
  Device* device = new Device;
  Doubles* x = new Doubles(4);
  void* host;
  void* blas;
  SHOW(cuMemAllocHost_v2(&host, 64));
  SHOW(cublasCreate_v2(&blas));
  if (!fault) {
    SHOW(cublasDestroy_v2(blas));
    SHOW(cuMemFreeHost(host));
    delete x;
    delete device;
  }
}

// Run with SOFTCUDA_FAIL=cuMemAlloc:2.
SCENARIO(second_allocation) {
  Device device;
  Doubles first(4);
  if (fault) {
    Doubles second(4);
  }
}

SCENARIO(allocation_between_launches) {
  Device device;
  void* graph;
  void* exec;
  SHOW(cuStreamBeginCapture_v2(device.stream, 0));
  SHOW(cuStreamEndCapture(device.stream, &graph));
  SHOW(cuGraphInstantiateWithFlags(&exec, graph, 0));
  Doubles before(4);
  SHOW(cuGraphLaunch(exec, device.stream));
  if (fault) {
    Doubles between(4);
  }
  SHOW(cuGraphLaunch(exec, device.stream));
  SHOW(cuGraphExecDestroy(exec));
  SHOW(cuGraphDestroy(graph));
}

SCENARIO(function_that_does_not_exist) {
  Device device;
  uint64_t address;
  if (fault) {
    SHOW(cuMemAllocManaged(&address, 8, 1));
  }
}
