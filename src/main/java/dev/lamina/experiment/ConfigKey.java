package dev.lamina.experiment;

import dev.lamina.data.PlainText;
import dev.lamina.device.Activation;
import dev.lamina.device.Loss;
import dev.lamina.device.Precision;
import dev.lamina.metric.SpectrumMethod;
import dev.lamina.training.Gradients;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Every key of a configuration: its name, what it takes, its default and what it means. The defaults are the paper's
 * synthetic experiment.
 */
enum ConfigKey {
  NAME("name", Kind.TEXT, "experiment", "what the run is called in its results"),
  SEED("seed", Kind.WHOLE, 1L, "seed of data, weights and shuffling; member e of an ensemble has seed + e"),
  MEMBERS("members", Kind.COUNT, 1L, "networks trained side by side"),
  PRECISION("precision", Precision.values(), Precision.FP32, "fp32, tf32 or fp64"),
  DEVICE("device", Kind.TEXT, "auto", "auto, cpu, cuda or cuda:N"),

  DATA_KIND("data.kind", DataKind.values(), DataKind.NEAR_ORTHONORMAL, "where the samples come from"),
  DATA_DIMENSION("data.dimension", Kind.COUNT, 50L, "features of a synthetic sample; words of documents"),
  DATA_SAMPLES("data.samples", Kind.COUNT, 30L, "synthetic samples, all classes together"),
  DATA_CLASSES("data.classes", Kind.COUNT, 3L, "classes of synthetic data"),
  DATA_NOISE("data.noise", Kind.NOT_NEGATIVE, 1.0,
      "near-orthonormal: Frobenius norm of the perturbation; gaussian: deviation within a class"),
  DATA_SEPARATION("data.separation", Kind.NOT_NEGATIVE, 1.0,
      "gaussian: distance scale of the class centres; documents: how much oftener a class uses its own words"),
  DATA_FILE("data.file", Kind.TEXT, null,
      "npz, safetensors, csv or libsvm file; the folder of mnist, fashion-mnist, cifar-10 and cifar-100, if not the"
          + " data folder"),
  DATA_FEATURES("data.features", Kind.TEXT, null, "array of features in data.file; the image file for idx"),
  DATA_LABELS("data.labels", Kind.TEXT, null,
      "array (npz, safetensors) or column (csv) of labels in data.file; the label file for idx; fine or coarse for"
          + " cifar-100"),
  DATA_TEST_FILE("data.test-file", Kind.TEXT, null, "like data.file, for a test set"),
  DATA_TEST_FEATURES("data.test-features", Kind.TEXT, null, "like data.features, for a test set"),
  DATA_TEST_LABELS("data.test-labels", Kind.TEXT, null, "like data.labels, for a test set"),
  DATA_PER_CLASS("data.per-class", Kind.COUNT_OR_ZERO, 0L, "keep the first so many samples of each class; 0 keeps all"),
  DATA_HELD_OUT("data.held-out", Kind.COUNT_OR_ZERO, 0L,
      "keep the last so many classes of images or files out of training; metrics.probe then trains on them, too, which"
          + " shows how well each layer transfers"),
  DATA_NORMALIZE("data.normalize", NormalizationKind.values(), NormalizationKind.NONE,
      "subtract the training set's mean and divide by its deviation: over all features (standard) or those of each"
          + " colour"
          + " (channel); paper: the authors' constants for cifar-10"),

  NETWORK_WIDTH("network.width", Kind.COUNT, 50L, "outputs of every hidden layer"),
  NETWORK_HIDDEN("network.hidden", Kind.COUNT, 5L, "hidden layers; the classifier comes on top"),
  NETWORK_NONLINEAR("network.nonlinear", Kind.COUNT_OR_ZERO, 0L, "the first so many hidden layers are nonlinear"),
  NETWORK_ACTIVATION("network.activation", nonlinear(), Activation.RELU, "of the nonlinear layers"),
  NETWORK_BATCH_NORM("network.batch-norm", Kind.SWITCH, true, "normalise before the activation of nonlinear layers"),
  NETWORK_BIAS("network.bias", Kind.SWITCH, false, "give every layer a bias"),
  NETWORK_OUTPUT_SCALE("network.output-scale", Kind.POSITIVE, 100.0,
      "alpha, which multiplies the output inside the loss"),

  INIT_KIND("init.kind", InitKind.values(), InitKind.ORTHOGONAL_PADDED, "how weights start"),
  INIT_SCALE("init.scale", Kind.POSITIVE, 0.3, "epsilon, the scale of the initial weights"),
  INIT_FILE("init.file", Kind.TEXT, null, "npz or safetensors file of initial weights"),
  INIT_WEIGHTS("init.weights", Kind.TEXT, "layer{layer}.weight",
      "name of a layer's weights in init.file; {layer} counts from 1, {member} from 0"),

  TRAINING_LOSS("training.loss", Loss.values(), Loss.SQUARED_ERROR, "what is minimised"),
  TRAINING_RATE("training.learning-rate", Kind.POSITIVE, 0.1, "eta"),
  TRAINING_MOMENTUM("training.momentum", Kind.NOT_NEGATIVE, 0.0, "of SGD, PyTorch's meaning"),
  TRAINING_NESTEROV("training.nesterov", Kind.SWITCH, false, "Nesterov's momentum"),
  TRAINING_DECAY("training.weight-decay", Kind.NOT_NEGATIVE, 0.0, "lambda, on every parameter"),
  TRAINING_SCHEDULE("training.schedule", ScheduleKind.values(), ScheduleKind.CONSTANT,
      "of the learning rate, by epoch"),
  TRAINING_ETA_MIN("training.eta-min", Kind.NOT_NEGATIVE, 0.0, "cosine: the rate at the end"),
  TRAINING_STEP_EVERY("training.step-every", Kind.COUNT, 30L, "step: epochs between two drops"),
  TRAINING_STEP_FACTOR("training.step-factor", Kind.POSITIVE, 0.1, "step: what a drop multiplies the rate by"),
  TRAINING_WARM_UP("training.warm-up", Kind.COUNT_OR_ZERO, 0L, "epochs of linear warm-up before the schedule"),
  TRAINING_EPOCHS("training.epochs", Kind.COUNT, 5000L, "passes over the training set, at most"),
  TRAINING_BATCH("training.batch", Kind.BATCH, 0L, "samples of a step; full, 0, or more than there are, takes all"),
  TRAINING_SHUFFLE("training.shuffle", Kind.SWITCH, true, "draw mini-batches in a new order each epoch"),
  TRAINING_STOP_LOSS("training.stop-loss", Kind.POSITIVE, null, "stop as soon as the training loss is below this"),
  TRAINING_CHECK_EVERY("training.check-every", Kind.COUNT, 10L,
      "epochs between two rows of losses.csv and two tests of the stop rule"),
  TRAINING_GRADIENTS("training.gradients", Gradients.values(), Gradients.FACTORED,
      "of plain linear layers at the end: factored (products of rank K, far fewer operations) or layerwise"),

  METRICS_EVERY("metrics.every", Kind.COUNT_OR_ZERO, 0L, "epochs between two measurements; 0 measures the end only"),
  METRICS_SPECTRUM("metrics.spectrum", SpectrumMethod.values(), SpectrumMethod.AUTO,
      "singular values of features: gram (float64 Gram matrix), svd (direct), none, or auto: svd for float64 and for"
          + " layers of up"
          + " to 262,144 numbers, else gram"),
  METRICS_EXTENDED("metrics.extended", Kind.SWITCH, false, "measure neighbours (intrinsic dimension, kNN) and CKA too"),
  METRICS_PROBE("metrics.probe", Kind.SWITCH, false,
      "train a linear classifier on the features of every layer at the end"),
  METRICS_PROBE_EPOCHS("metrics.probe-epochs", Kind.COUNT_OR_ZERO, 0L,
      "of the probes; 0 takes as many as make 4,000 steps, and at least 20"),
  METRICS_PROBE_BATCH("metrics.probe-batch", Kind.BATCH, 128L,
      "samples of a probe's step, at most; full, or 0, takes all"),
  METRICS_PROBE_RATE("metrics.probe-rate", Kind.NOT_NEGATIVE, 0.0,
      "first learning rate of the probes; 0 takes, for each layer, the largest up to 1 that its samples bear"),
  METRICS_PROBE_DECAY("metrics.probe-decay", Kind.NOT_NEGATIVE, 1e-4, "weight decay of the probes"),
  METRICS_PROBE_STANDARDIZE("metrics.probe-standardize", Kind.SWITCH, true,
      "centre each layer's features and scale them to a mean square norm of 1 for its probe"),
  METRICS_VIEWS("metrics.views", ViewKind.values(), ViewKind.NONE,
      "two-dimensional views of the first member's features of every layer, at the end: none, pca, or umap for both"),
  METRICS_WEIGHTS("metrics.weights", Kind.SWITCH, false, "measure the weights, too, every metrics.every epochs"),
  METRICS_THEORY("metrics.theory", TheoryMembers.values(), TheoryMembers.FIRST,
      "the members that are held against theory: first or all");

  /** What values a key takes. */
  enum Kind {
    TEXT("text on one line, of at most 1000 characters"),
    CHOICE("one of a few words"),
    SWITCH("true or false"),
    WHOLE("a whole number"),
    COUNT("a whole number of at least 1"),
    COUNT_OR_ZERO("a whole number of at least 0"),
    BATCH("a whole number of at least 1, or full (or 0) for all samples"),
    POSITIVE("a number above 0"),
    NOT_NEGATIVE("a number of at least 0");

    private final String description;

    Kind(String description) {
      this.description = description;
    }
  }

  private static final int LONGEST_TEXT = 1000;
  private static final int LONGEST_SHOWN = 60;

  /** The length is bounded, as what it costs to read one is not linear in it. */
  private static final Pattern NUMBER = Pattern.compile(
      "(?=.{1,100}$)[+-]?(\\d[\\d_]*\\.?[\\d_]*|\\.\\d[\\d_]*)([eE][+-]?\\d{1,6})?");

  private final String key;
  private final Kind kind;
  private final Object fallback;
  private final String meaning;
  private final List<String> choices;

  ConfigKey(String key, Kind kind, Object fallback, String meaning) {
    this.key = key;
    this.kind = kind;
    this.fallback = fallback;
    this.meaning = meaning;
    choices = List.of();
  }

  /** A key whose values are the words of an enum. */
  ConfigKey(String key, Enum<?>[] choices, Enum<?> fallback, String meaning) {
    this.key = key;
    kind = Kind.CHOICE;
    this.fallback = Word.of(fallback);
    this.meaning = meaning;
    this.choices = Word.all(choices);
  }

  /** A layer without an activation is a linear one, which has a key of its own. */
  private static Activation[] nonlinear() {
    return Arrays.stream(Activation.values()).filter(activation -> activation != Activation.IDENTITY)
        .toArray(Activation[]::new);
  }

  String key() {
    return key;
  }

  Object fallback() {
    return fallback;
  }

  String meaning() {
    return meaning;
  }

  /** Whether keys are called {@code name.something}. */
  static boolean isGroup(String name) {
    return Arrays.stream(values()).anyMatch(key -> key.key.startsWith(name + "."));
  }

  /** The key of that name. */
  static ConfigKey of(String name) {
    if (isGroup(name)) {
      throw new ConfigException("'" + name + "' takes no value itself; it holds the keys " + String.join(", ",
          Arrays.stream(values()).map(ConfigKey::key).filter(key -> key.startsWith(name + ".")).toList()));
    }
    return Arrays.stream(values()).filter(key -> key.key.equals(name)).findFirst().orElseThrow(() -> {
      String shown = PlainText.line(name, LONGEST_SHOWN);
      String nearest = Words.nearest(shown, Arrays.stream(values()).map(ConfigKey::key).toList());
      return new ConfigException("unknown key '" + shown + "'; did you mean '" + nearest + "'?");
    });
  }

  /**
   * Reads a value as it is written in YAML or on the command line, with one meaning for both.
   *
   * @param value a string, or what this made of one; null takes the default
   */
  Object parse(Object value) {
    if (value == null) {
      return fallback;
    }
    String text = value.toString().strip();
    return switch (kind) {
      case TEXT -> text(text);
      case CHOICE -> choice(text);
      case SWITCH -> switch (text.toLowerCase(Locale.ROOT)) {
        case "true", "yes", "on" -> true;
        case "false", "no", "off" -> false;
        default -> throw wrong(text);
      };
      case WHOLE -> whole(text, Long.MIN_VALUE);
      case COUNT -> count(text, 1);
      case COUNT_OR_ZERO -> count(text, 0);
      case BATCH -> text.equals("full") ? 0L : count(text, 0);
      case POSITIVE -> number(text, Double.MIN_VALUE);
      case NOT_NEGATIVE -> number(text, 0);
    };
  }

  /** Messages, reports and file names hold texts on one line. */
  private String text(String text) {
    if (text.chars().anyMatch(Character::isISOControl) || text.length() > LONGEST_TEXT) {
      throw wrong(text);
    }
    return text;
  }

  private String choice(String text) {
    if (choices.contains(text)) {
      return text;
    }
    String shown = PlainText.line(text, LONGEST_SHOWN);
    throw new ConfigException(key + " must be one of " + String.join(", ", choices) + ", not '" + shown
        + "'; did you mean '" + Words.nearest(shown, choices) + "'?");
  }

  private long count(String text, long least) {
    long value = whole(text, least);
    if (value > Integer.MAX_VALUE) {
      throw wrong(text);
    }
    return value;
  }

  /** A number with a point or an exponent is whole if its value is: {@code 1e3} is 1000. */
  private long whole(String text, long least) {
    try {
      long value = decimal(text).longValueExact();
      if (value >= least) {
        return value;
      }
    } catch (ArithmeticException e) {
      throw wrong(text);
    }
    throw wrong(text);
  }

  private double number(String text, double least) {
    double value = decimal(text).doubleValue();
    if (value >= least && !Double.isInfinite(value)) {
      return value;
    }
    throw wrong(text);
  }

  /** Decimal digits, with {@code _} between them where one likes; zeros in front mean nothing. */
  private BigDecimal decimal(String text) {
    if (!NUMBER.matcher(text).matches()) {
      throw wrong(text);
    }
    return new BigDecimal(text.replace("_", ""));
  }

  private ConfigException wrong(String text) {
    return new ConfigException(key + " must be " + kind.description + ", not '" + PlainText.line(text, LONGEST_SHOWN)
        + "'");
  }
}
