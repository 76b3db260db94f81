package dev.lamina.metric;

/**
 * What a {@link FeatureMeter} measures beyond the class geometry, which it always does.
 *
 * @param spectrum how singular values are computed
 * @param covariance whether to find the eigenvalues of the covariance too, at a second decomposition of each spectrum
 * @param intrinsicDimension whether to find the nearest neighbours, for the dimension and all else that they tell, at
 *     N^2 d operations a layer
 * @param similarity whether to compute the linear CKA of all pairs of layers, at the memory of all their Gram matrices
 *     or float64 copies
 * @param classifier whether the classifier's weights and scores come with the features, for NC3 and NC4
 */
public record MeterOptions(
    SpectrumMethod spectrum, boolean covariance, boolean intrinsicDimension, boolean similarity, boolean classifier) {

  /** Spectra by the method that suits the type, and nothing optional. */
  public static final MeterOptions DEFAULT = new MeterOptions(SpectrumMethod.AUTO, false, false, false, false);

  public MeterOptions withSpectrum(SpectrumMethod method) {
    return new MeterOptions(method, covariance, intrinsicDimension, similarity, classifier);
  }

  public MeterOptions withCovariance() {
    return new MeterOptions(spectrum, true, intrinsicDimension, similarity, classifier);
  }

  public MeterOptions withIntrinsicDimension() {
    return new MeterOptions(spectrum, covariance, true, similarity, classifier);
  }

  MeterOptions withoutIntrinsicDimension() {
    return new MeterOptions(spectrum, covariance, false, similarity, classifier);
  }

  public MeterOptions withSimilarity() {
    return new MeterOptions(spectrum, covariance, intrinsicDimension, true, classifier);
  }

  public MeterOptions withClassifier() {
    return new MeterOptions(spectrum, covariance, intrinsicDimension, similarity, true);
  }
}
