package dev.lamina;

import dev.lamina.data.FeatureSet;
import dev.lamina.data.Labels;
import dev.lamina.data.Tensor;
import dev.lamina.device.Device;
import dev.lamina.device.DeviceChoice;
import dev.lamina.device.Precision;
import dev.lamina.experiment.ConfigException;
import dev.lamina.experiment.ConfigReader;
import dev.lamina.experiment.Experiment;
import dev.lamina.experiment.ExperimentConfig;
import dev.lamina.experiment.Outcome;
import dev.lamina.measure.FeatureFiles;
import dev.lamina.measure.MeasureOptions;
import java.util.List;
import java.util.Optional;

/**
 * The door for programs: a device, on which features are measured and experiments are run. One thread at a time may use
 * it.
 *
 * <pre>{@code
 * try (Lamina lamina = Lamina.open("auto")) {
 *   Outcome outcome = lamina.run(Lamina.experiment("theory").with("seed", 7));
 *   double c5 = outcome.layers().get(0).get(5).compression();
 * }
 * }</pre>
 */
public final class Lamina implements AutoCloseable {

  private final DeviceChoice choice;
  private final Precision precision;

  private Lamina(DeviceChoice choice, Precision precision) {
    this.choice = choice;
    this.precision = precision;
  }

  /** {@link #open(String, Precision)} for fp32 and fp64. */
  public static Lamina open(String device) {
    return open(device, Precision.FP32);
  }

  /**
   * Opens a device.
   *
   * @param device {@code auto}, {@code cpu}, {@code cuda} or {@code cuda:N}
   * @param precision {@code TF32} lets a GPU round the operands of products; {@code FP32} and {@code FP64} are alike
   *     here
   * @throws dev.lamina.device.DeviceException if the name is none of these, or a device that was asked for by name
   *     cannot be used
   */
  public static Lamina open(String device, Precision precision) {
    return new Lamina(DeviceChoice.open(device, precision), precision);
  }

  /** An experiment by the name of a packaged one, or of a YAML file. */
  public static Recipe experiment(String nameOrFile) {
    return new Recipe(nameOrFile, List.of());
  }

  /** What computes. */
  public Device device() {
    return choice.device();
  }

  /** Why this device was taken. */
  public String reason() {
    return choice.reason();
  }

  /**
   * Measures features of any network.
   *
   * @param labels the class of each of N samples, by any numbers
   * @param layers N x d each, float32 or float64, such as {@code Tensor.of("layer 1", values, n, d)}: a row a sample
   * @return in the order of the layers
   * @throws dev.lamina.data.DataException if labels and layers do not fit together, or a value is not finite
   * @throws dev.lamina.device.DeviceException if the device does not hold them
   */
  public List<FeatureFiles.Layer> measure(long[] labels, Tensor... layers) {
    Labels classes = Labels.of("labels", Tensor.of("labels", labels, labels.length));
    return measure(FeatureSet.of(Optional.of(classes), List.of(layers)), MeasureOptions.of(false));
  }

  /** {@link #measure(long[], Tensor...)} without classes: what needs them is NaN. */
  public List<FeatureFiles.Layer> measure(Tensor... layers) {
    return measure(FeatureSet.of(Optional.empty(), List.of(layers)), MeasureOptions.of(false));
  }

  /**
   * Measures features from anywhere, also more than memory holds.
   *
   * @return in the order of the layers
   * @throws dev.lamina.data.DataException if they cannot be read, a value is not finite, or memory does not do
   * @throws dev.lamina.device.DeviceException if the device does not hold them
   */
  public List<FeatureFiles.Layer> measure(FeatureSet features, MeasureOptions options) {
    return FeatureFiles.of(features).measure(choice.device(), options);
  }

  /**
   * Trains and measures; writes nothing.
   *
   * @throws ConfigException if a key or value is wrong, keys do not fit together, or the precision is not the device's
   * @throws dev.lamina.data.DataException if data cannot be read
   * @throws dev.lamina.device.DeviceException if the device or the Java heap does not hold what the run needs
   */
  public Outcome run(Recipe recipe) {
    return run(recipe, report -> { });
  }

  /** {@link #run(Recipe)}, followed by an observer. */
  public Outcome run(Recipe recipe, Experiment.Observer observer) {
    ExperimentConfig config = ConfigReader.read(recipe.nameOrFile(), recipe.settings());
    if ((config.precision() == Precision.TF32) != (precision == Precision.TF32)) {
      throw new ConfigException("precision is " + config.precision().key() + ", but the device was opened for "
          + precision.key() + "; open one for " + config.precision().key());
    }
    return Experiment.prepare(config).run(choice.device(), observer);
  }

  @Override
  public void close() {
    choice.close();
  }
}
