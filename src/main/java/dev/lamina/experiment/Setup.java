package dev.lamina.experiment;

import dev.lamina.data.ClassOrder;
import dev.lamina.data.Dataset;
import dev.lamina.metric.GramIdentity;
import dev.lamina.metric.MeterOptions;
import dev.lamina.metric.WeightOptions;
import dev.lamina.network.Architecture;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What an experiment consists of, before it is planned.
 *
 * @param order samples by class, as they lie on the device
 * @param givenWeights what the network starts from, if that is a file
 */
record Setup(ExperimentConfig config, ExperimentData data, ClassOrder order, Architecture architecture,
    Optional<GivenWeights> givenWeights) {

  static Setup of(ExperimentConfig config, ExperimentData data) {
    Dataset set = data.first();
    if (config.hidden() > 0 && config.width() < set.classes()) {
      throw new ConfigException("network.width is " + config.width() + ", but the data have " + set.classes()
          + " classes; a layer narrower than that cannot tell them apart, so use a width of at least " + set.classes());
    }
    Architecture architecture = Architecture.builder(set.dimension(), set.classes())
        .hidden(config.hidden(), config.width())
        .nonlinear(config.nonlinear(), config.activation(), config.batchNorm())
        .bias(config.bias())
        .outputScale(config.outputScale())
        .build();
    return new Setup(config, data, ClassOrder.of(set.labels(), set.classes()), architecture,
        config.initKind() == InitKind.FILE ? Optional.of(GivenWeights.read(config, architecture)) : Optional.empty());
  }

  /** What the data call the classes that are trained on, in the order of their numbers. */
  List<String> classNames() {
    return data.first().classNames();
  }

  int samples() {
    return data.first().samples();
  }

  int testSamples() {
    return data.test().map(Dataset::samples).orElse(0);
  }

  /** Layers that are measured: the input and the hidden ones, not the classifier's output. */
  List<Integer> featureWidths() {
    return IntStream.range(0, architecture.depth()).mapToObj(architecture::width).toList();
  }

  MeterOptions meterOptions() {
    MeterOptions options = MeterOptions.DEFAULT.withSpectrum(config.spectrum()).withClassifier();
    return config.extendedMetrics() ? options.withCovariance().withIntrinsicDimension().withSimilarity() : options;
  }

  WeightOptions weightOptions() {
    WeightOptions options = WeightOptions.of(architecture.classes());
    return architecture.isLinear() ? options.withMinNorm(config.outputScale()) : options;
  }

  /** Whether features are held against the Gram matrices that balanced weights would give. */
  boolean checksGrams() {
    return architecture.isLinear() && config.theoryMembers() > 0 && samples() <= GramIdentity.MAX_SAMPLES;
  }
}
