package dev.lamina.device.cuda;

import dev.lamina.device.ElementType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jcuda.driver.CUfunction;
import jcuda.driver.CUfunction_attribute;
import jcuda.driver.CUmodule;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;

/** The kernels of the folder {@code kernels}, each file compiled when it is first needed, once for each element type. */
final class Kernels implements AutoCloseable {

  private static final Pattern INCLUDE = Pattern.compile("#include \"(.*)\"\n");

  /** One kernel of a source for one element type. */
  private record Key(String source, ElementType type, String name) {}

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
      String label = file + ".cu";
      return new Kernel(name, function(module(label, source(label), type), name, label), 0);
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
      CUfunction function = function(module(label, source, type), name, label);
      Status.driver("cuFuncSetAttribute", JCudaDriver.cuFuncSetAttribute(function,
          CUfunction_attribute.CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES, sharedBytes),
          name + " with " + sharedBytes + " bytes of shared memory");
      return new Kernel(name, function, sharedBytes);
    });
  }

  private static CUfunction function(CUmodule module, String name, String label) {
    CUfunction function = new CUfunction();
    Status.driver("cuModuleGetFunction", JCudaDriver.cuModuleGetFunction(function, module, name), name + " of " + label);
    return function;
  }

  String compilerVersion() {
    return compiler.version();
  }

  private CUmodule module(String label, String source, ElementType type) {
    return modules.computeIfAbsent(new Key(source, type, label), key -> {
      String text = withIncludes(source, new HashSet<>());
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
        byte[] image = compiler.compile(label, text, options);
        Status.driver("cuModuleLoadData", JCudaDriver.cuModuleLoadData(module, image), label + " for " + type);
        cache.store(hash, image);
      }
      return module;
    });
  }

  /** The compiler sees one text; a header appears where it is first asked for. */
  private static String withIncludes(String source, Set<String> included) {
    return INCLUDE.matcher(source).replaceAll(include -> Matcher.quoteReplacement(
        included.add(include.group(1)) ? withIncludes(source(include.group(1)), included) : ""));
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
          () -> Status.driver("cuModuleUnload", JCudaDriver.cuModuleUnload(module), key.name())));
      modules.clear();
      functions.clear();
    }
  }
}
