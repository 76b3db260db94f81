// Launches of kernels, with the limits of a real device.
#include <cstring>
#include <vector>

#include "block.h"
#include "counters.h"
#include "deferred.h"
#include "driver.h"
#include "module.h"
#include "stream.h"

namespace softcuda {

namespace {

// A copy of a launch's arguments: the caller may change his as soon as the launch returns.
class Arguments {
 public:
  Arguments(const softcuda_kernel& kernel, void* const* arguments) {
    for (int i = 0; i < kernel.parameters; i++) {
      const char* bytes = static_cast<const char*>(arguments[i]);
      values.emplace_back(bytes, bytes + kernel.sizes[i]);
    }
    for (auto& value : values) {
      pointers.push_back(value.data());
    }
  }

  void* const* get() const { return pointers.data(); }

  // Arguments that are no addresses do no harm: none of them lies in memory.
  void note_uses() const {
    for (const auto& value : values) {
      for (size_t at = 0; at + sizeof(uint64_t) <= value.size(); at += sizeof(uint64_t)) {
        uint64_t word;
        std::memcpy(&word, value.data() + at, sizeof word);
        note_use(word);
      }
    }
  }

 private:
  std::vector<std::vector<char>> values;
  std::vector<void*> pointers;
};

CUresult run(const Function& function, const Arguments& arguments, dim3 grid, dim3 block, size_t dynamic_bytes) {
  if (function.module->library == nullptr) {
    complain("the module of kernel %s was unloaded", function.kernel->name);
    return set_device_error(CUDA_ERROR_ILLEGAL_ADDRESS);
  }
  counters().launches_total++;
  arguments.note_uses();
  const softcuda_kernel& kernel = *function.kernel;
  CUresult result = run_blocks({kernel.name, kernel.run, arguments.get(), grid, block, *function.module->image, dynamic_bytes});
  return result == CUDA_SUCCESS ? result : set_device_error(result);
}

CUresult check_limits(const Function& function, dim3 grid, dim3 block, size_t dynamic_bytes) {
  const char* name = function.kernel->name;
  unsigned long threads = (unsigned long)block.x * block.y * block.z;
  if (threads == 0 || threads > MAX_THREADS || block.z > 64) {
    complain("kernel %s: a block of %u x %u x %u threads", name, block.x, block.y, block.z);
    return CUDA_ERROR_INVALID_VALUE;
  }
  if (grid.x == 0 || grid.y == 0 || grid.z == 0 || grid.x > 0x7fffffff || grid.y > MAX_GRID_YZ || grid.z > MAX_GRID_YZ) {
    complain("kernel %s: a grid of %u x %u x %u blocks", name, grid.x, grid.y, grid.z);
    return CUDA_ERROR_INVALID_VALUE;
  }
  if (dynamic_bytes > (size_t)function.max_dynamic_shared) {
    complain("kernel %s: %zu bytes of shared memory, but it may have %d", name, dynamic_bytes, function.max_dynamic_shared);
    return CUDA_ERROR_INVALID_VALUE;
  }
  if (threads > (unsigned long)function.kernel->max_threads) {
    complain("kernel %s: %lu threads, but its launch bounds say %d", name, threads, function.kernel->max_threads);
    return CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES;
  }
  return CUDA_SUCCESS;
}

}  // namespace
}  // namespace softcuda

using namespace softcuda;

extern "C" {

CUresult cuLaunchKernel(void* handle, unsigned int grid_x, unsigned int grid_y, unsigned int grid_z, unsigned int block_x,
                        unsigned int block_y, unsigned int block_z, unsigned int dynamic_bytes, void* stream,
                        void** arguments, void** extra) {
  return driver("cuLaunchKernel", [&] {
    auto function = find_function(handle);
    if (function == nullptr) {
      return CUDA_ERROR_INVALID_HANDLE;
    }
    dim3 grid(grid_x, grid_y, grid_z);
    dim3 block(block_x, block_y, block_z);
    if (CUresult result = check_limits(*function, grid, block, dynamic_bytes)) {
      return result;
    }
    if (extra != nullptr || (arguments == nullptr && function->kernel->parameters > 0)) {
      complain("kernel %s has %d arguments, given as pointers to them", function->kernel->name, function->kernel->parameters);
      return CUDA_ERROR_INVALID_VALUE;
    }
    auto copy = std::make_shared<Arguments>(*function->kernel, arguments);
    return submit(stream, function->kernel->name,
                  [=] { return run(*function, *copy, grid, block, dynamic_bytes); });
  });
}

CUresult cuOccupancyMaxActiveBlocksPerMultiprocessor(int* blocks, void* handle, int threads, size_t dynamic_bytes) {
  return driver("cuOccupancyMaxActiveBlocksPerMultiprocessor", [&] {
    auto function = find_function(handle);
    if (function == nullptr) {
      return CUDA_ERROR_INVALID_HANDLE;
    }
    if (threads <= 0) {
      return CUDA_ERROR_INVALID_VALUE;
    }
    size_t shared = function->module->static_shared() + dynamic_bytes + (1 << 10);
    int by_threads = threads > function->kernel->max_threads ? 0 : 2048 / ((threads + WARP - 1) / WARP * WARP);
    int by_shared = (int)(SHARED_BYTES_MULTIPROCESSOR / shared);
    *blocks = std::min({by_threads, by_shared, 32});
    return CUDA_SUCCESS;
  });
}

}
