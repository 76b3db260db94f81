// A kernel that faults (an address that is not mapped, a division of integers by zero) ends with an error instead of the
// process.
#pragma once

namespace softcuda {

// While one of these lives, faults of this thread are a kernel's.
class KernelFaults {
 public:
  KernelFaults();
  ~KernelFaults();
};

}  // namespace softcuda
