package dev.lamina.measure;

/** Told how far streaming has come. */
@FunctionalInterface
public interface Progress {

  /**
   * After each chunk.
   *
   * @param layer its name
   * @param done samples read of all layers and passes so far
   * @param total samples that will have been read in the end
   */
  void chunk(String layer, long done, long total);
}
