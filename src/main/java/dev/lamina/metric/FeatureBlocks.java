package dev.lamina.metric;

import dev.lamina.device.ElementType;
import dev.lamina.device.Exponents;
import dev.lamina.metric.PackedResults.Block;

/**
 * Where the results of one layer lie among the packed ones.
 *
 * <p>Float64 features are measured over a power of two, that of their magnitude, and so is everything here that is not
 * a ratio.
 *
 * @param dimension d
 * @param type of the features
 * @param method how the spectrum is computed
 * @param magnitude the largest of the features' magnitudes; left at 0 where they are not normalized
 * @param gram K x K, Gram matrix of the class means
 * @param distances K x K, squared distances of the class means
 * @param unitDistances K x K, the same of the class means over their norms
 * @param centredGram K x K, the same of the centred ones
 * @param scatter K x 1, within-class scatter
 * @param eigenvalues K x 1, of {@code centredGram}, smallest first
 * @param eigenvectors K x K
 * @param projected K-1 x K-1, within-class scatter along the directions between the classes
 * @param correct samples nearest to their own class mean
 * @param spectrum r x 1: singular values, largest first, or eigenvalues of a Gram matrix, smallest first
 * @param centredSquare squared Frobenius norm of the Gram matrix of the centred samples
 * @param covariance r x 1, eigenvalues of N times the covariance, smallest first
 * @param product K x K, classifier weights times centred means, each over its Frobenius norm
 * @param duality 2 x 2, squared distances of the transposed classifier weights and the centred means, each over its
 *     norm
 * @param agreeing samples on which classifier and nearest mean agree
 */
record FeatureBlocks(int dimension, ElementType type, SpectrumMethod method, Block magnitude, Block gram,
    Block distances, Block unitDistances, Block centredGram, Block scatter, Block eigenvalues, Block eigenvectors,
    Block projected, Block correct, Block spectrum, Block centredSquare, Block covariance,
    Block product, Block duality, Block agreeing) {

  /** Adds a layer's blocks; those that the options do not ask for are empty. */
  static FeatureBlocks add(PackedResults results, int dimension, int classes, int samples, ElementType type,
      MeterOptions options, boolean last) {
    int side = Math.min(dimension, samples);
    SpectrumMethod method = options.spectrum().resolve(type, dimension, samples);
    int spectrum = method == SpectrumMethod.NONE ? 0 : 1;
    int classifier = options.classifier() && last ? 1 : 0;
    return new FeatureBlocks(dimension, type, method,
        results.scalar(),
        results.add(classes, classes),
        results.add(classes, classes),
        results.add(classes, classes),
        results.add(classes, classes),
        results.add(classes, 1),
        results.add(classes, 1),
        results.add(classes, classes),
        results.add(classes - 1, classes - 1),
        results.scalar(),
        results.add(spectrum * side, 1),
        results.add(spectrum, spectrum),
        results.add(options.covariance() ? spectrum * side : 0, 1),
        results.add(classifier * classes, classifier * classes),
        results.add(classifier * 2, classifier * 2),
        results.add(classifier, classifier));
  }

  /** Whether the features are scaled by a power of two: fourth powers of float32 numbers lie well inside float64. */
  boolean isNormalized() {
    return type == ElementType.FLOAT64;
  }

  /** e, where features over {@code 2^e} were measured. */
  int exponent(double[] column) {
    return Exponents.of(magnitude.scalar(column));
  }
}
