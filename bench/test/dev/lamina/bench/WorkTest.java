package dev.lamina.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.device.Precision;
import dev.lamina.network.Architecture;
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

  /** Layers 4 to 6, 6 to 6 and 6 to 3: 24, 36 and 18 weights, each used twice or, after the first layer, three times. */
  @Test
  void step() {
    Architecture network = Architecture.builder(4, 3).hidden(2, 6).build();
    assertEquals(2 * 10 * (2 * 24 + 3 * 36 + 3 * 18), Work.step(network, 10, Precision.FP32).amount());
  }

  /** As counted in bench/README.md for the CPU: 7 hidden layers of 1024, a classifier of 10, 1000 samples. */
  @Test
  void deepWideStep() {
    double square = 1024.0 * 1024;
    assertEquals(2000 * (2 * square + 3 * 6 * square + 3 * 10240),
        Work.step(Networks.linear(8, 1024, 10), 1000, Precision.FP32).amount());
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
