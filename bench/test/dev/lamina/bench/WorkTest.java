package dev.lamina.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.device.Activation;
import dev.lamina.device.Precision;
import dev.lamina.network.Architecture;
import dev.lamina.training.Gradients;
import org.junit.jupiter.api.Test;

/** Counts of small cases, made by hand. */
class WorkTest {

  @Test
  void bytes() {
    assertEquals(2000, Work.copy(1000).amount());
    assertEquals(4.0 * 8192 * 1_000_000, Work.moments(8192, 1_000_000).amount());
  }

  @Test
  void product() {
    assertEquals(2 * 3 * 5 * 7, Work.product(3, 5, 7, Precision.TF32).amount());
    assertEquals(Precision.TF32, Work.product(3, 5, 7, Precision.TF32).precision());
  }

  /** 5 samples of 2 + 2 numbers in two layers, 3 classes: products with 2 directions and 3 means. */
  @Test
  void metrics() {
    assertEquals(5 * 4 * (2 + 3) * 2, Work.metrics(4, 5, 3).amount());
    assertEquals(Precision.FP64, Work.metrics(4, 5, 3).precision());
  }

  private static double step(Architecture network, int samples, Gradients gradients) {
    return Work.step(network, samples, 1, gradients, Precision.FP32).amount();
  }

  /**
   * Layers 4 to 6, 6 to 6 and 6 to 3: 24, 36 and 18 weights, each used twice or, after the first layer, three times.
   */
  @Test
  void step() {
    Architecture network = Architecture.builder(4, 3).hidden(2, 6).build();
    assertEquals(2 * 10 * (2 * 24 + 3 * 36 + 3 * 18), step(network, 10, Gradients.LAYERWISE));
  }

  /**
   * The same in factors of rank 3: maps through 36 and 24 weights, 10 outputs of 4 numbers in 3 classes and their
   * moments, the moments through 24 and 36, and as many for the updates.
   */
  @Test
  void factoredStep() {
    Architecture network = Architecture.builder(4, 3).hidden(2, 6).build();
    assertEquals(2 * (3 * (36 + 24) + 10 * 4 * 3 + 10 * 4 * 3 + 3 * (24 + 36) + 3 * (24 + 36)),
        step(network, 10, Gradients.FACTORED));
  }

  /** Below the linear tail of 6 to 6 and 6 to 3 the ReLU layer stays as it is, and the tail hands a delta on to it. */
  @Test
  void factoredStepOfHybrid() {
    Architecture network = Architecture.builder(4, 3).hidden(2, 6).nonlinear(1, Activation.RELU, false).build();
    assertEquals(2 * (10 * 2 * 24 + 3 * 10 * 6 * 3 + 3 * 3 * 36), step(network, 10, Gradients.FACTORED));
  }

  /** Where no linear layer is left but the classifier, or none at all, there is nothing to be had. */
  @Test
  void stepsWithoutLinearTail() {
    Architecture classifier = Architecture.builder(4, 3).hidden(2, 6).nonlinear(2, Activation.RELU, true).build();
    assertEquals(step(classifier, 10, Gradients.LAYERWISE), step(classifier, 10, Gradients.FACTORED));
    Architecture biased = Architecture.builder(4, 3).hidden(2, 6).bias(true).build();
    assertEquals(step(biased, 10, Gradients.LAYERWISE), step(biased, 10, Gradients.FACTORED));
  }

  @Test
  void stepOfAnEnsemble() {
    assertEquals(7 * step(Networks.THEORY, 30, Gradients.LAYERWISE),
        Work.step(Networks.THEORY, 30, 7, Gradients.LAYERWISE, Precision.FP32).amount());
  }

  /** As counted in bench/README.md for the CPU: 7 hidden layers of 1024, a classifier of 10, 1000 samples. */
  @Test
  void deepWideStep() {
    double square = 1024.0 * 1024;
    assertEquals(2000 * (2 * square + 3 * 6 * square + 3 * 10240),
        step(Networks.linear(8, 1024, 10), 1000, Gradients.LAYERWISE));
  }

  @Test
  void gramSpectrum() {
    assertEquals(5 * 3 * 4 + 36, Work.gramSpectrum(5, 3, 1).amount(), 1e-12);
    assertEquals(7 * 96, Work.gramSpectrum(5, 3, 7).amount(), 1e-12);
    assertEquals(Precision.FP64, Work.gramSpectrum(5, 3, 1).precision());
  }

  /** A square matrix is reduced at once, a tall one after a QR decomposition. */
  @Test
  void directSpectrum() {
    assertEquals(8.0 / 3 * 27, Work.directSpectrum(3, 3, 1).amount(), 1e-12);
    assertEquals(2 * (2 * 30 * 9 + 2 * 27), Work.directSpectrum(30, 3, 2).amount(), 1e-12);
  }

  @Test
  void initialisation() {
    assertEquals(72, Work.orthogonal(3).amount(), 1e-12);
    assertEquals(22 * 27, Work.balanced(3).amount());
  }
}
