#include "block.h"

#include <cstdio>
#include <memory>
#include <vector>

#include "../device/indices.h"
#include "clocks.h"
#include "counters.h"
#include "device.h"
#include "fault.h"
#include "fiber.h"
#include "order.h"
#include "races.h"
#include "shared_memory.h"
#include "threads.h"

// The indices that kernels read.
__thread uint3 threadIdx;
__thread uint3 blockIdx;
__thread dim3 blockDim;
__thread dim3 gridDim;

namespace softcuda {

Block block;

namespace {

const Work* work;
Fiber caller;            // whoever launched the kernel
Fiber* running;          // the stack that is used now
std::vector<Fiber*> idle;
std::vector<std::unique_ptr<Fiber>> fibers;
uint3 indices[MAX_THREADS];
CUresult error;

void fiber_main();

std::string words(uint3 index) {
  char text[40];
  std::snprintf(text, sizeof text, "(%u,%u,%u)", index.x, index.y, index.z);
  return text;
}

Fiber* idle_fiber() {
  if (idle.empty()) {
    fibers.push_back(std::make_unique<Fiber>());
    prepare(*fibers.back(), fiber_main);
    return fibers.back().get();
  }
  Fiber* fiber = idle.back();
  idle.pop_back();
  return fiber;
}

void become(int thread) {
  block.current = thread;
  clocks.turn_to(thread);
  threadIdx = indices[thread];
}

void switch_to(Fiber* to) {
  Fiber* from = running;
  running = to;
  switch_fiber(*from, *to);
}

// Goes on with a thread on its own stack, or on an idle one if it has not begun.
void go_on_with(int thread) {
  Fiber*& fiber = block.threads[thread].fiber;
  if (fiber == nullptr) {
    fiber = idle_fiber();
  }
  become(thread);
  if (fiber != running) {
    switch_to(fiber);
  }
}

// Runs threads from their beginning for as long as the next one has not begun.
void fiber_main() {
  fiber_entered();
  for (;;) {
    work->run(work->arguments);
    block.finish_current();
    int next = block.ready.empty() ? -1 : block.ready.take();
    if (next >= 0 && block.threads[next].fiber == nullptr) {
      block.threads[next].fiber = running;
      become(next);
      continue;
    }
    idle.push_back(running);
    if (next >= 0) {
      go_on_with(next);
    } else {
      switch_to(&caller);
    }
  }
}

// Threads that never ended leave their stacks as they are: all begin anew.
void reset_fibers() {
  idle.clear();
  for (auto& fiber : fibers) {
    prepare(*fiber, fiber_main);
    idle.push_back(fiber.get());
  }
}

CUresult run_block() {
  error = CUDA_SUCCESS;
  int threads = (int)(blockDim.x * blockDim.y * blockDim.z);
  block.begin(threads);
  clocks.begin_block(blockIdx, threads);
  forget_shared_memory(work->image.shared_begin, work->image.shared_end, work->dynamic_bytes);
  go_on_with(block.ready.take());
  if (error == CUDA_SUCCESS && block.alive > 0) {
    complain("%s: its threads wait for each other for ever: %s", where().c_str(), block.waiting().c_str());
    error = CUDA_ERROR_LAUNCH_FAILED;
  }
  if (error != CUDA_SUCCESS) {
    reset_fibers();
  }
  return error;
}

}  // namespace

void wait_for_others() {
  if (block.ready.empty()) {
    switch_to(&caller);
  } else {
    go_on_with(block.ready.take());
  }
}

CUresult run_blocks(const Work& launched) {
  KernelFaults faults;
  work = &launched;
  running = &caller;
  clocks.begin_launch();
  begin_races(work->image);
  gridDim = launched.grid;
  blockDim = launched.block;
  for (unsigned int t = 0; t < blockDim.x * blockDim.y * blockDim.z; t++) {
    indices[t] = {t % blockDim.x, t / blockDim.x % blockDim.y, t / blockDim.x / blockDim.y};
  }
  uint64_t blocks = (uint64_t)gridDim.x * gridDim.y * gridDim.z;
  Order order(blocks);
  for (uint64_t i = 0; i < blocks; i++) {
    uint64_t b = order.at(i);
    blockIdx = {(unsigned int)(b % gridDim.x), (unsigned int)(b / gridDim.x % gridDim.y),
                (unsigned int)(b / gridDim.x / gridDim.y)};
    if (CUresult result = run_block()) {
      return result;
    }
  }
  return CUDA_SUCCESS;
}

const char* kernel_name() { return work->kernel; }

std::string where() {
  return std::string("kernel ") + work->kernel + ", block " + words(blockIdx) + ", thread " + words(threadIdx);
}

std::string where_else(uint3 block, int thread) {
  std::string text = "thread " + words(indices[thread]);
  bool same = block.x == blockIdx.x && block.y == blockIdx.y && block.z == blockIdx.z;
  return same ? text : text + " of block " + words(block);
}

bool in_kernels_file(uint64_t address) {
  return address - reinterpret_cast<uint64_t>(work->image.begin) < (uint64_t)(work->image.end - work->image.begin);
}

const Fiber& running_fiber() { return *running; }

void stop_kernel(CUresult result) {
  error = result;
  switch_to(&caller);
  __builtin_unreachable();
}

}  // namespace softcuda
