package dev.lamina.data.format;

import dev.lamina.data.DataException;
import dev.lamina.data.Dataset;
import dev.lamina.data.Labels;
import dev.lamina.data.Split;
import dev.lamina.data.Tensor;
import java.io.InputStream;

/** Real data that come with Lamina, so that experiments run without a download. */
public final class PackagedData {
  private static final String FASHION_MNIST = "/data/fashion-mnist-5k/";

  private PackagedData() {}

  /**
   * A subset of Fashion-MNIST (Zalando SE, MIT licence): 28 x 28 grey images of clothes, d = 784, float32 scaled to
   * [0, 1], K = 10. The first 500 training and the first 100 test images of each class, in their original order.
   */
  public static Split fashionMnist5k() {
    return new Split(fashionMnist("train"), fashionMnist("t10k"));
  }

  private static Dataset fashionMnist(String part) {
    String images = FASHION_MNIST + part + "-images-idx3-ubyte.gz";
    String labels = FASHION_MNIST + part + "-labels-idx1-ubyte.gz";
    Tensor values = IdxReader.images(resource(images), "features", images);
    Tensor classes = IdxReader.labels(resource(labels), "labels", labels);
    return Dataset.of("fashion-mnist-5k " + part, images, values, Labels.of(labels, classes));
  }

  private static InputStream resource(String path) {
    InputStream in = PackagedData.class.getResourceAsStream(path);
    if (in == null) {
      throw new DataException(
          path, "this packaged file is missing from the jar", "the jar as it was built", "build Lamina again");
    }
    return in;
  }
}
