#include "fiber.h"

#include <sys/mman.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/common_interface_defs.h>
#endif

// Saves what a function must preserve, and exchanges the stacks. swapcontext would make a system call each time.
asm(R"(
.text
.globl softcuda_switch
.hidden softcuda_switch
.type softcuda_switch, @function
softcuda_switch:
  pushq %rbp
  pushq %rbx
  pushq %r12
  pushq %r13
  pushq %r14
  pushq %r15
  movq %rsp, (%rdi)
  movq %rsi, %rsp
  popq %r15
  popq %r14
  popq %r13
  popq %r12
  popq %rbx
  popq %rbp
  ret
.size softcuda_switch, .-softcuda_switch
)");

extern "C" void softcuda_switch(void** save, void* resume);

namespace softcuda {

namespace {

constexpr size_t STACK = 256 << 10;
constexpr size_t GUARD = 4096;  // a stack that is too deep faults instead of overwriting its neighbour
constexpr int SAVED_REGISTERS = 6;

}  // namespace

bool overflows(const Fiber& fiber, uint64_t address) {
  auto lowest = reinterpret_cast<uint64_t>(fiber.stack);
  return address < lowest && address >= lowest - GUARD;
}

void prepare(Fiber& fiber, void (*entry)()) {
  if (fiber.stack == nullptr) {
    void* memory = mmap(nullptr, STACK, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED) {
      std::perror("softcuda: no memory for the stack of a thread");
      std::abort();
    }
    mprotect(memory, GUARD, PROT_NONE);
    // The stacks begin at different offsets, since the cache could not hold many lines at the same one.
    static size_t number = 0;
    fiber.stack = static_cast<char*>(memory) + GUARD;
    fiber.bytes = STACK - GUARD - number++ % 16 * 256;
  }
  // As a call leaves it: 16 bytes aligned below a return address, here to nowhere.
  auto* top = reinterpret_cast<uint64_t*>(reinterpret_cast<uint64_t>(fiber.stack) + fiber.bytes) - 1;
  *top = 0;
  *--top = reinterpret_cast<uint64_t>(entry);
  for (int i = 0; i < SAVED_REGISTERS; i++) {
    *--top = 0;
  }
  fiber.stack_pointer = top;
}

#ifdef __SANITIZE_ADDRESS__

// AddressSanitizer must know the bounds of the stack that is switched to.
namespace {
Fiber* left;
}

void fiber_entered() { __sanitizer_finish_switch_fiber(nullptr, &left->stack, &left->bytes); }

void switch_fiber(Fiber& from, Fiber& to) {
  left = &from;
  __sanitizer_start_switch_fiber(nullptr, to.stack, to.bytes);
  softcuda_switch(&from.stack_pointer, to.stack_pointer);
  fiber_entered();
}

#else

void fiber_entered() {}

void switch_fiber(Fiber& from, Fiber& to) { softcuda_switch(&from.stack_pointer, to.stack_pointer); }

#endif

}  // namespace softcuda
