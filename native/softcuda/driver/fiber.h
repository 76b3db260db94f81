// Stacks that the threads of a block run on, and the switch between them.
#pragma once

#include <cstddef>
#include <cstdint>

namespace softcuda {

struct Fiber {
  void* stack_pointer = nullptr;  // where it goes on when it is switched to
  const void* stack = nullptr;    // the lowest address
  size_t bytes = 0;
};

// Whether an access to the address means that the fiber's stack is too deep.
bool overflows(const Fiber& fiber, uint64_t address);

// A fiber whose first switch calls `entry`, which must not return.
void prepare(Fiber& fiber, void (*entry)());

// Leaves `from`, which goes on after this call when someone switches to it.
void switch_fiber(Fiber& from, Fiber& to);

// What the entry of a fiber calls first.
void fiber_entered();

}  // namespace softcuda
