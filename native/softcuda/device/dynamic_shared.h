// Where a block's dynamic shared memory begins; a constant, so that no kernel reads a variable of the driver's to know.
#pragma once

constexpr unsigned long SOFTCUDA_DYNAMIC_SHARED = 0x200000001000;
