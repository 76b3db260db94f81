package dev.lamina.metric;

import dev.lamina.device.ElementType;
import dev.lamina.metric.PackedResults.Block;

/**
 * Where the results of one layer lie among the packed ones.
 *
 * @param dimension d
 * @param method how the spectrum is computed
 * @param gram K x K, Gram matrix of the class means
 * @param centredGram K x K, the same of the centred ones
 * @param scatter K x 1, within-class scatter
 * @param eigenvalues K x 1, of {@code centredGram}, smallest first
 * @param eigenvectors K x K
 * @param projected K-1 x K-1, within-class scatter along the directions between the classes
 * @param correct samples nearest to their own class mean
 * @param spectrum r x 1: singular values, largest first, or eigenvalues of a Gram matrix, smallest first
 * @param centredSquare squared Frobenius norm of the Gram matrix of the centred samples
 * @param neighbours 2 x N, distances to the two nearest samples
 * @param product K x K, classifier weights times centred means
 * @param weightSquare squared Frobenius norm of the classifier weights
 * @param agreeing samples on which classifier and nearest mean agree
 */
record FeatureBlocks(int dimension, SpectrumMethod method, Block gram, Block centredGram, Block scatter,
    Block eigenvalues, Block eigenvectors, Block projected, Block correct, Block spectrum, Block centredSquare,
    Block neighbours, Block product, Block weightSquare, Block agreeing) {

  /** Adds a layer's blocks; those that the options do not ask for are empty. */
  static FeatureBlocks add(PackedResults results, int dimension, int classes, int samples, ElementType type,
      MeterOptions options, boolean last) {
    int side = Math.min(dimension, samples);
    SpectrumMethod method = options.spectrum().resolve(type, dimension, samples);
    int spectrum = method == SpectrumMethod.NONE ? 0 : 1;
    int classifier = options.classifier() && last ? 1 : 0;
    return new FeatureBlocks(dimension, method,
        results.add(classes, classes),
        results.add(classes, classes),
        results.add(classes, 1),
        results.add(classes, 1),
        results.add(classes, classes),
        results.add(classes - 1, classes - 1),
        results.scalar(),
        results.add(spectrum * side, 1),
        results.add(spectrum, spectrum),
        results.add(2, options.intrinsicDimension() ? samples : 0),
        results.add(classifier * classes, classifier * classes),
        results.add(classifier, classifier),
        results.add(classifier, classifier));
  }
}
