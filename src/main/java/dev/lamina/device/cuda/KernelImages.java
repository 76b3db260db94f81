package dev.lamina.device.cuda;

import dev.lamina.device.ElementType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the compiler makes of kernels' texts, kept in a cache: an image depends on the text, the options and the
 * compiler.
 */
final class KernelImages {

  private final Compiler compiler;
  private final KernelCache cache;

  KernelImages(Compiler compiler, KernelCache cache) {
    this.compiler = compiler;
    this.cache = cache;
  }

  /** What was kept, if it was. */
  Optional<byte[]> cached(String source, ElementType type) {
    return cache.load(key(source, type));
  }

  /**
   * Compiles a text.
   *
   * @param label names it in messages
   * @throws CudaException with the compiler's log, if it refuses the text
   */
  byte[] compile(String label, String source, ElementType type) {
    return compiler.compile(label, source, options(type));
  }

  /** Keeps an image for later runs. */
  void keep(String source, ElementType type, byte[] image) {
    cache.store(key(source, type), image);
  }

  String compilerVersion() {
    return compiler.version();
  }

  private String key(String source, ElementType type) {
    List<String> parts = new ArrayList<>(options(type));
    parts.add(source);
    parts.add(compiler.version());
    return KernelCache.key(parts);
  }

  /** The compiler's options for an element type. */
  List<String> options(ElementType type) {
    return compiler.options(type == ElementType.FLOAT32 ? "float" : "double");
  }
}
