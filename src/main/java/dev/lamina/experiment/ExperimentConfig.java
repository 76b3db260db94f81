package dev.lamina.experiment;

import dev.lamina.device.Activation;
import dev.lamina.device.Loss;
import dev.lamina.device.Precision;
import dev.lamina.device.SgdRule;
import dev.lamina.metric.SpectrumMethod;
import dev.lamina.training.Gradients;
import dev.lamina.training.ProbeSettings;
import dev.lamina.training.Schedule;
import dev.lamina.training.TrainingSettings;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * The resolved configuration of an experiment: a value for every key, checked once. Rules that join several keys are
 * checked here too, before anything runs.
 */
public final class ExperimentConfig {

  /** Far above what trains at once; a plan of more would itself not fit into memory. */
  private static final int MOST_LAYERS = 100_000;
  private static final int MOST_MEMBERS = 1_000_000;

  private final Map<ConfigKey, Object> values;

  /** @param given values by key; keys that are left out take their defaults */
  ExperimentConfig(Map<ConfigKey, ?> given) {
    Map<ConfigKey, Object> all = new EnumMap<>(ConfigKey.class);
    for (ConfigKey key : ConfigKey.values()) {
      all.put(key, key.parse(given.get(key)));
    }
    values = Collections.unmodifiableMap(all);
    check();
  }

  private void check() {
    atMost(ConfigKey.NETWORK_HIDDEN, MOST_LAYERS);
    atMost(ConfigKey.MEMBERS, MOST_MEMBERS);
    if (nonlinear() > hidden()) {
      throw new ConfigException("network.nonlinear is " + nonlinear() + ", but there are only network.hidden = "
          + hidden() + " hidden layers");
    }
    if (momentum() >= 1) {
      throw new ConfigException("training.momentum must be less than 1, not " + momentum());
    }
    if (nesterov() && momentum() == 0) {
      throw new ConfigException("training.nesterov needs training.momentum above 0");
    }
    if (batch() == 1 && nonlinear() > 0 && batchNorm()) {
      throw new ConfigException("training.batch must be at least 2 with batch normalisation, not 1");
    }
    dataKind().check(this);
    normalization().check(this);
    initKind().check(this);
  }

  private void atMost(ConfigKey key, int most) {
    if (count(key) > most) {
      throw new ConfigException(key.key() + " must be at most " + most + ", not " + count(key));
    }
  }

  /** @throws ConfigException if the key has no value */
  void require(ConfigKey key, String because) {
    if (values.get(key) == null) {
      throw new ConfigException(because + " needs " + key.key());
    }
  }

  Object value(ConfigKey key) {
    return values.get(key);
  }

  private int count(ConfigKey key) {
    return ((Long) values.get(key)).intValue();
  }

  private double number(ConfigKey key) {
    return (Double) values.get(key);
  }

  private String text(ConfigKey key) {
    return (String) values.get(key);
  }

  private boolean flag(ConfigKey key) {
    return (Boolean) values.get(key);
  }

  private <E extends Enum<E>> E choice(Class<E> type, ConfigKey key) {
    return Word.constant(type, text(key));
  }

  public String name() {
    return text(ConfigKey.NAME);
  }

  public long seed() {
    return (Long) values.get(ConfigKey.SEED);
  }

  public int members() {
    return count(ConfigKey.MEMBERS);
  }

  /** The seed of each member: {@code seed + e}. */
  public long[] seeds() {
    long[] seeds = new long[members()];
    Arrays.setAll(seeds, e -> seed() + e);
    return seeds;
  }

  public Precision precision() {
    return choice(Precision.class, ConfigKey.PRECISION);
  }

  public String device() {
    return text(ConfigKey.DEVICE);
  }

  public DataKind dataKind() {
    return choice(DataKind.class, ConfigKey.DATA_KIND);
  }

  public int dimension() {
    return count(ConfigKey.DATA_DIMENSION);
  }

  public int samples() {
    return count(ConfigKey.DATA_SAMPLES);
  }

  public int classes() {
    return count(ConfigKey.DATA_CLASSES);
  }

  public double noise() {
    return number(ConfigKey.DATA_NOISE);
  }

  public double separation() {
    return number(ConfigKey.DATA_SEPARATION);
  }

  /** The files and names of one set of samples; parts that were not given are empty. */
  public record Source(Optional<Path> file, Optional<String> features, Optional<String> labels) {}

  public Source source() {
    return new Source(path(ConfigKey.DATA_FILE), optional(ConfigKey.DATA_FEATURES), optional(ConfigKey.DATA_LABELS));
  }

  /** The test set, if one was given. */
  public Optional<Source> testSource() {
    Source test = new Source(
        path(ConfigKey.DATA_TEST_FILE), optional(ConfigKey.DATA_TEST_FEATURES), optional(ConfigKey.DATA_TEST_LABELS));
    boolean given = dataKind().hasTwoFiles() ? test.features().isPresent() : test.file().isPresent();
    return given ? Optional.of(test) : Optional.empty();
  }

  private Optional<Path> path(ConfigKey key) {
    return optional(key).map(Path::of);
  }

  private Optional<String> optional(ConfigKey key) {
    return Optional.ofNullable(text(key));
  }

  public int perClass() {
    return count(ConfigKey.DATA_PER_CLASS);
  }

  /** How many classes, the last ones, are not trained on. */
  public int heldOut() {
    return count(ConfigKey.DATA_HELD_OUT);
  }

  public NormalizationKind normalization() {
    return choice(NormalizationKind.class, ConfigKey.DATA_NORMALIZE);
  }

  public int width() {
    return count(ConfigKey.NETWORK_WIDTH);
  }

  public int hidden() {
    return count(ConfigKey.NETWORK_HIDDEN);
  }

  public int nonlinear() {
    return count(ConfigKey.NETWORK_NONLINEAR);
  }

  public Activation activation() {
    return choice(Activation.class, ConfigKey.NETWORK_ACTIVATION);
  }

  public boolean batchNorm() {
    return flag(ConfigKey.NETWORK_BATCH_NORM);
  }

  public boolean bias() {
    return flag(ConfigKey.NETWORK_BIAS);
  }

  public double outputScale() {
    return number(ConfigKey.NETWORK_OUTPUT_SCALE);
  }

  public InitKind initKind() {
    return choice(InitKind.class, ConfigKey.INIT_KIND);
  }

  public double initScale() {
    return number(ConfigKey.INIT_SCALE);
  }

  public Path initFile() {
    return Path.of(text(ConfigKey.INIT_FILE));
  }

  public String initWeights() {
    return text(ConfigKey.INIT_WEIGHTS);
  }

  public Loss loss() {
    return choice(Loss.class, ConfigKey.TRAINING_LOSS);
  }

  public double learningRate() {
    return number(ConfigKey.TRAINING_RATE);
  }

  public double momentum() {
    return number(ConfigKey.TRAINING_MOMENTUM);
  }

  public boolean nesterov() {
    return flag(ConfigKey.TRAINING_NESTEROV);
  }

  public double weightDecay() {
    return number(ConfigKey.TRAINING_DECAY);
  }

  /** The learning rate by epoch, warm-up included. */
  public Schedule schedule() {
    Schedule schedule = choice(ScheduleKind.class, ConfigKey.TRAINING_SCHEDULE).of(this);
    return warmUp() == 0 ? schedule : new Schedule.WarmUp(warmUp(), schedule);
  }

  public double etaMin() {
    return number(ConfigKey.TRAINING_ETA_MIN);
  }

  public int stepEvery() {
    return count(ConfigKey.TRAINING_STEP_EVERY);
  }

  public double stepFactor() {
    return number(ConfigKey.TRAINING_STEP_FACTOR);
  }

  public int warmUp() {
    return count(ConfigKey.TRAINING_WARM_UP);
  }

  public int epochs() {
    return count(ConfigKey.TRAINING_EPOCHS);
  }

  public int batch() {
    return count(ConfigKey.TRAINING_BATCH);
  }

  public boolean shuffle() {
    return flag(ConfigKey.TRAINING_SHUFFLE);
  }

  /** NaN if training has no such rule. */
  public double stopLoss() {
    return values.get(ConfigKey.TRAINING_STOP_LOSS) == null ? Double.NaN : number(ConfigKey.TRAINING_STOP_LOSS);
  }

  /** All of the above about training. */
  public TrainingSettings training() {
    return new TrainingSettings(loss(), new SgdRule(momentum(), weightDecay(), nesterov()),
        Collections.nCopies(members(), learningRate()), schedule(), epochs(), batch(), shuffle(), stopLoss(),
        checkEvery(), gradients());
  }

  public int checkEvery() {
    return count(ConfigKey.TRAINING_CHECK_EVERY);
  }

  public Gradients gradients() {
    return choice(Gradients.class, ConfigKey.TRAINING_GRADIENTS);
  }

  /** Epochs between two measurements; 0 measures only the end. */
  public int measureEvery() {
    return count(ConfigKey.METRICS_EVERY);
  }

  public SpectrumMethod spectrum() {
    return choice(SpectrumMethod.class, ConfigKey.METRICS_SPECTRUM);
  }

  public boolean extendedMetrics() {
    return flag(ConfigKey.METRICS_EXTENDED);
  }

  /** How linear probes are trained, if they are. */
  public Optional<ProbeSettings> probes() {
    return flag(ConfigKey.METRICS_PROBE)
        ? Optional.of(new ProbeSettings(count(ConfigKey.METRICS_PROBE_EPOCHS), count(ConfigKey.METRICS_PROBE_BATCH),
            number(ConfigKey.METRICS_PROBE_RATE), number(ConfigKey.METRICS_PROBE_DECAY),
            flag(ConfigKey.METRICS_PROBE_STANDARDIZE)))
        : Optional.empty();
  }

  public ViewKind views() {
    return choice(ViewKind.class, ConfigKey.METRICS_VIEWS);
  }

  /** Whether the weights, too, are measured every {@link #measureEvery} epochs; they always are at the end. */
  public boolean measuresWeights() {
    return flag(ConfigKey.METRICS_WEIGHTS);
  }

  /** How many members, from the first on, are held against theory. */
  public int theoryMembers() {
    return choice(TheoryMembers.class, ConfigKey.METRICS_THEORY) == TheoryMembers.ALL ? members() : 1;
  }
}
