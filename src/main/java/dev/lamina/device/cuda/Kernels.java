package dev.lamina.device.cuda;

import dev.lamina.device.ElementType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;

/** The kernels of the folder {@code kernels}, each file compiled when it is first needed, once for each element type. */
final class Kernels implements AutoCloseable {

  private static final String SHARED = "lamina.cuh";
  private static final String INCLUDE = "#include \"" + SHARED + "\"";

  /** One kernel for one element type. */
  private record Key(String file, ElementType type, String name) {}

  private final Context context;
  private final Compiler compiler;
  private final KernelCache cache;
  private final Map<Key, CUmodule> modules = new HashMap<>();
  private final Map<Key, Kernel> functions = new HashMap<>();

  Kernels(Context context, KernelCache cache) {
    this.context = context;
    this.compiler = new Compiler(context.architecture());
    this.cache = cache;
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
      CUfunction function = new CUfunction();
      Status.driver("cuModuleGetFunction", JCudaDriver.cuModuleGetFunction(function, module(file, type), name),
          name + " of " + file + ".cu");
      return new Kernel(name, function);
    });
  }

  String compilerVersion() {
    return compiler.version();
  }

  private CUmodule module(String file, ElementType type) {
    return modules.computeIfAbsent(new Key(file, type, ""), key -> {
      String text = source(file + ".cu").replace(INCLUDE, source(SHARED));
      List<String> options = compiler.options(type == ElementType.FLOAT32 ? "float" : "double");
      List<String> parts = new ArrayList<>(options);
      parts.add(text);
      parts.add(compiler.version());
      String hash = KernelCache.key(parts);
      CUmodule module = new CUmodule();
      context.makeCurrent();
      Optional<byte[]> cached = cache.load(hash);
      // A driver may refuse what another one took.
      if (cached.isEmpty() || JCudaDriver.cuModuleLoadData(module, cached.get()) != CUresult.CUDA_SUCCESS) {
        byte[] image = compiler.compile(file + ".cu", text, options);
        Status.driver("cuModuleLoadData", JCudaDriver.cuModuleLoadData(module, image), file + ".cu for " + type);
        cache.store(hash, image);
      }
      return module;
    });
  }

  private static String source(String file) {
    try (InputStream in = Kernels.class.getResourceAsStream("/kernels/" + file)) {
      if (in == null) {
        throw new IllegalStateException("the kernel file " + file + " is missing from Lamina's jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("the kernel file " + file + " cannot be read from Lamina's jar", e);
    }
  }

  @Override
  public void close() {
    context.makeCurrent();
    try (Closing closing = new Closing()) {
      modules.forEach((key, module) -> closing.add(
          () -> Status.driver("cuModuleUnload", JCudaDriver.cuModuleUnload(module), key.file() + ".cu")));
      modules.clear();
      functions.clear();
    }
  }
}
