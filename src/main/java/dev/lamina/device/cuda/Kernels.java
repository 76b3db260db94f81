package dev.lamina.device.cuda;

import dev.lamina.device.ElementType;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import jcuda.driver.CUfunction;
import jcuda.driver.CUfunction_attribute;
import jcuda.driver.CUmodule;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;

/**
 * The kernels of the folder {@code kernels}, each file compiled when it is first needed, once for each element type.
 */
final class Kernels implements AutoCloseable {

  /**
   * Per cent of a multiprocessor's memory beside its registers, all of which a resident kernel would have as shared
   * memory.
   */
  private static final int ALL = 100;

  /** One kernel of a source for one element type. */
  private record Key(String source, ElementType type, String name) {}

  private final Context context;
  private final KernelImages images;
  private final Map<Key, CUmodule> modules = new HashMap<>();
  private final Map<Key, Kernel> functions = new HashMap<>();

  Kernels(Context context, KernelCache cache) {
    this.context = context;
    images = new KernelImages(new Compiler(context.architecture()), cache);
  }

  /**
   * A kernel. It is loaded when an operation is made and not when it is queued, since a stream may be capturing then.
   *
   * @param file without its ending {@code .cu}
   * @param type what {@code real} stands for in it
   * @throws CudaException if it cannot be compiled or loaded
   */
  Kernel get(String file, ElementType type, String name) {
    return functions.computeIfAbsent(new Key(file, type, name), key -> {
      String label = file + ".cu";
      return new Kernel(name, function(module(label, KernelSource.ofFile(label), type), name, label), 0);
    });
  }

  /**
   * The kernel of a source that was written for it.
   *
   * @param label names the source in messages
   * @param sharedBytes dynamic shared memory of a block, which may be more than a kernel gets unasked
   * @throws CudaException if it cannot be compiled or loaded
   */
  Kernel compile(String label, String source, ElementType type, String name, int sharedBytes) {
    return functions.computeIfAbsent(new Key(source, type, name), key -> {
      CUfunction function = function(module(label, KernelSource.withHeaders(source), type), name, label);
      set(function, CUfunction_attribute.CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES, sharedBytes,
          name + " with " + sharedBytes + " bytes of shared memory");
      // Else the driver may divide it so that one block fits where three could.
      set(function, CUfunction_attribute.CU_FUNC_ATTRIBUTE_PREFERRED_SHARED_MEMORY_CARVEOUT, ALL,
          name + " with all shared memory");
      return new Kernel(name, function, sharedBytes);
    });
  }

  private static void set(CUfunction function, int attribute, int value, String about) {
    Status.driver("cuFuncSetAttribute", JCudaDriver.cuFuncSetAttribute(function, attribute, value), about);
  }

  private static CUfunction function(CUmodule module, String name, String label) {
    CUfunction function = new CUfunction();
    Status.driver("cuModuleGetFunction", JCudaDriver.cuModuleGetFunction(function, module, name),
        name + " of " + label);
    return function;
  }

  String compilerVersion() {
    return images.compilerVersion();
  }

  private CUmodule module(String label, String source, ElementType type) {
    return modules.computeIfAbsent(new Key(source, type, label), key -> {
      CUmodule module = new CUmodule();
      context.makeCurrent();
      Optional<byte[]> cached = images.cached(source, type);
      // A driver may refuse what another one took.
      if (cached.isEmpty() || JCudaDriver.cuModuleLoadData(module, cached.get()) != CUresult.CUDA_SUCCESS) {
        byte[] image = images.compile(label, source, type);
        Status.driver("cuModuleLoadData", JCudaDriver.cuModuleLoadData(module, image), label + " for " + type);
        images.keep(source, type, image);
      }
      return module;
    });
  }

  @Override
  public void close() {
    context.makeCurrent();
    try (Closing closing = new Closing()) {
      modules.forEach((key, module) -> closing.add(
          () -> Status.driver("cuModuleUnload", JCudaDriver.cuModuleUnload(module), key.name())));
      modules.clear();
      functions.clear();
    }
  }
}
