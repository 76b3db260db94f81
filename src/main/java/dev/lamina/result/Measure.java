package dev.lamina.result;

import java.util.Arrays;
import java.util.List;

/**
 * Everything that Lamina measures or counts, named once: what it is called in results, what it is called by tables and
 * charts, and what it is. One enum for all owners, because a caller then has one {@link Measured#get} whatever it asks
 * about, and probes and features of a layer are one value. The order is that of {@code summary.json}.
 */
public enum Measure {
  MEMBERS(Owner.RUN, Kind.COUNT, "members", "Members", "networks trained side by side"),
  SECONDS(Owner.RUN, Kind.NUMBER, "seconds", "Time", "of training, measurements on the way included"),

  EPOCHS(Owner.MEMBER, Kind.COUNT, "epochs", "Epochs",
      "done; of a diverged network, those before the epoch of the first loss that was not finite"),
  STEPS(Owner.MEMBER, Kind.COUNT, "steps", "Steps", "done; of a diverged network, the step of that loss"),
  FINAL_LOSS(Owner.MEMBER, Kind.NUMBER, "final_loss", "Final loss", "of the final weights on the training set"),
  TRAIN_ACCURACY(Owner.MEMBER, Kind.NUMBER, "train_accuracy", "Training accuracy",
      "share of the training set that is classified right"),
  TEST_LOSS(Owner.MEMBER, Kind.NUMBER, "test_loss", "Test loss", "of the final weights on the test set", "a test set"),
  TEST_ACCURACY(Owner.MEMBER, Kind.NUMBER, "test_accuracy", "Test accuracy",
      "share of the test set that is classified right", "a test set"),

  PROBE_ACCURACY(Owner.PROBE, Kind.NUMBER, "probe_accuracy", "probe accuracy",
      "share of the training set that a trained linear classifier with bias on the frozen features puts in its class",
      "`metrics.probe`", "Alain and Bengio 2017"),
  PROBE_TEST_ACCURACY(Owner.PROBE, Kind.NUMBER, "probe_test_accuracy", "probe test accuracy",
      "the same of the test set", "`metrics.probe` and a test set", "Alain and Bengio 2017"),
  PROBE_LOSS(Owner.PROBE, Kind.NUMBER, "probe_loss", "probe loss",
      "mean squared error of the trained probe over the training set, without its weight decay", "`metrics.probe`"),

  TRANSFER_ACCURACY(Owner.TRANSFER, Kind.NUMBER, "transfer_accuracy", "transfer accuracy",
      "like `probe_accuracy`, of a probe trained on the classes that were held out",
      "`metrics.probe` and `data.held-out`"),
  TRANSFER_TEST_ACCURACY(Owner.TRANSFER, Kind.NUMBER, "transfer_test_accuracy", "transfer test accuracy",
      "the same of the test set's samples of those classes", "`metrics.probe`, `data.held-out` and a test set"),
  TRANSFER_LOSS(Owner.TRANSFER, Kind.NUMBER, "transfer_loss", "transfer loss",
      "like `probe_loss`, of that probe", "`metrics.probe` and `data.held-out`"),

  SAMPLES(Owner.LAYER, Kind.COUNT, "samples", "samples", "N"),
  DIMENSION(Owner.LAYER, Kind.COUNT, "dimension", "dimension", "d"),
  CLASSES(Owner.LAYER, Kind.COUNT, "classes", "classes", "K", "labels"),
  CLASS_COUNTS(Owner.LAYER, Kind.COUNTS, "class_counts", "", "`n_k`, samples of each class", "labels"),
  TRACE_WITHIN(Owner.LAYER, Kind.NUMBER, "trace_within", "Tr \u03a3W", "`Tr S_W = (1/N) sum |h - mu_y|^2`", "labels"),
  TRACE_BETWEEN(Owner.LAYER, Kind.NUMBER, "trace_between", "Tr \u03a3B", "`Tr S_B = (1/K) sum |m_k|^2`, unweighted",
      "labels"),
  COMPRESSION(Owner.LAYER, Kind.NUMBER, "compression", "C",
      "`C = Tr S_W / Tr S_B`; small is compressed; undefined if the class means agree to rounding", "labels",
      "docs/theory.md, \"Compression and discrimination\""),
  DISCRIMINATION(Owner.LAYER, Kind.NUMBER, "discrimination", "D",
      "`D = 1 - max cos(mu_i, mu_j)`, signed, not centred; large is separated; undefined if a class mean is zero to"
          + " rounding or K = 1", "labels", "docs/theory.md, \"Compression and discrimination\""),
  NC1(Owner.LAYER, Kind.NUMBER, "nc1", "NC1",
      "`(1/K) Tr(S_W S_B^+)`, the pseudo-inverse cut at rank K-1; undefined if the class means agree", "labels",
      "Papyan et al. 2020"),
  SEPARATION_FUZZINESS(Owner.LAYER, Kind.NUMBER, "separation_fuzziness", "separation fuzziness",
      "`Tr(S_W S_Bn^+)`, the between-class scatter weighted by class size; undefined like `nc1`", "labels",
      "He and Su 2023"),
  NUMERICAL_RANK(Owner.LAYER, Kind.COUNT, "numerical_rank", "numerical rank",
      "the fewest singular values of H whose sum reaches 95 % of the sum of all", "a spectrum",
      "docs/theory.md, \"Numerical rank\""),
  EFFECTIVE_RANK(Owner.LAYER, Kind.NUMBER, "effective_rank", "effective rank",
      "exp of the entropy of `sigma / sum sigma`", "a spectrum", "Roy and Vetterli 2007"),
  STABLE_RANK(Owner.LAYER, Kind.NUMBER, "stable_rank", "stable rank", "`|H|_F^2 / sigma_1^2`", "a spectrum"),
  NC2_EQUINORM(Owner.LAYER, Kind.NUMBER, "nc2_equinorm", "NC2 equinorm",
      "standard deviation of `|m_k|` over their mean; undefined if the class means agree",
      "labels", "Papyan et al. 2020"),
  NC2_EQUIANGULAR_STD(Owner.LAYER, Kind.NUMBER, "nc2_equiangular_std", "NC2 angle spread",
      "standard deviation of `cos(m_i, m_j)`; undefined if an `m_k` is zero to rounding or K = 1", "labels",
      "Papyan et al. 2020"),
  NC2_MAX_ANGLE(Owner.LAYER, Kind.NUMBER, "nc2_max_angle", "NC2 max angle",
      "mean of `|cos(m_i, m_j) + 1/(K-1)|`; undefined like `nc2_equiangular_std`", "labels", "Papyan et al. 2020"),
  CDNV(Owner.LAYER, Kind.NUMBER, "cdnv", "CDNV",
      "mean over pairs of `(Var_i + Var_j) / (2 |mu_i - mu_j|^2)`; undefined if two class means agree to rounding or"
          + " K = 1", "labels", "Galanti et al. 2021"),
  NC2(Owner.LAYER, Kind.NUMBER, "nc2", "NC2",
      "Frobenius distance of the normalised Gram matrix of `m_k` from a simplex's; undefined like `nc1`", "labels",
      "Zhu et al. 2021"),
  NEAREST_CENTRE_ACCURACY(Owner.LAYER, Kind.NUMBER, "nearest_centre_accuracy", "nearest centre accuracy",
      "share of samples whose nearest class mean is their own; undefined like everything here where not all features"
          + " are"
          + " finite", "labels"),
  PARTICIPATION_RATIO(Owner.LAYER, Kind.NUMBER, "participation_ratio", "participation ratio",
      "`(sum lambda)^2 / sum lambda^2`, lambda the eigenvalues of the covariance; undefined if all samples are equal",
      "a spectrum"),
  TOTAL_VARIANCE(Owner.LAYER, Kind.NUMBER, "total_variance", "Tr \u03a3",
      "`(1/N) sum |h - mu_G|^2`, the trace of the covariance",
      "`metrics.extended`, `measure`"),
  NESUM(Owner.LAYER, Kind.NUMBER, "nesum", "NESum",
      "`sum lambda / lambda_1`, lambda the eigenvalues of the covariance; undefined if all samples are equal",
      "`metrics.extended`, `measure`; a spectrum", "He and Ozay 2022"),
  ALPHA_REQ(Owner.LAYER, Kind.NUMBER, "alpha_req", "alpha-ReQ",
      "minus the slope of `log lambda_i` on `log i`, weighted by `1/i`, over the ranks 4 to 100 or to the last lambda"
          + " above `1e-12 lambda_1`, as the authors' code has it; undefined with fewer than 3 of them",
      "`metrics.extended`, `measure`; a spectrum", "Agrawal et al. 2022"),
  INTRINSIC_DIMENSION(Owner.LAYER, Kind.NUMBER, "intrinsic_dimension", "TwoNN dimension",
      "TwoNN, `(N-1) / sum log(r_2/r_1)` over the N samples without a duplicate; undefined if fewer than two remain or"
          + " all ratios are 1", "`metrics.extended`, `measure --all`", "Facco et al. 2017"),
  DUPLICATES(Owner.LAYER, Kind.COUNT, "duplicates", "duplicates",
      "samples that `intrinsic_dimension` leaves out since another one equals them; 0 if it is not measured",
      "`metrics.extended`, `measure --all`"),
  TWONN_FIT(Owner.LAYER, Kind.NUMBER, "twonn_fit", "TwoNN fit",
      "TwoNN by the line through the origin of `-log(1 - i/N)` on the i-th smallest `log(r_2/r_1)`, without the"
          + " largest tenth; over the samples of `intrinsic_dimension`, and undefined like it",
      "`metrics.extended`, `measure --all`", "Facco et al. 2017"),
  MLE_DIMENSION(Owner.LAYER, Kind.NUMBER, "mle_dimension", "MLE dimension",
      "`N (k-1) / sum_i sum_{j<k} log(r_k/r_j)`, k = 10 or N-1 if that is less: of the samples' estimates the inverses"
          + " are averaged, as MacKay and Ghahramani correct it; over the samples of `intrinsic_dimension`, and"
          + " undefined like it",
      "`metrics.extended`, `measure --all`", "Levina and Bickel 2004"),
  KNN_ACCURACY(Owner.LAYER, Kind.NUMBER, "knn_accuracy", "kNN accuracy",
      "share of samples that the majority of their k nearest others, k as of `mle_dimension`, puts into their class; of"
          + " classes with as many votes, that of the nearest of these neighbours counts, of samples as near, the"
          + " first; undefined if K = 1",
      "labels; `metrics.extended`, `measure --all`", "Cover and Hart 1967"),
  NEIGHBOURHOOD_OVERLAP(Owner.LAYER, Kind.NUMBER, "neighbourhood_overlap", "neighbourhood overlap",
      "mean share of those k neighbours that are of the sample's class; undefined if K = 1",
      "labels; `metrics.extended`, `measure --all`", "Doimo et al. 2020"),
  NC3(Owner.LAYER, Kind.NUMBER, "nc3", "NC3",
      "`| W M / |W M|_F - (I - 11^T/K)/sqrt(K-1) |_F` with the classifier W; undefined if the class means agree",
      "the last layer of a run", "Zhu et al. 2021"),
  NC3_DIFFERENCE(Owner.LAYER, Kind.NUMBER, "nc3_difference", "NC3 difference",
      "`| W/|W|_F - M^T/|M|_F |_F`; undefined like `nc3`", "the last layer of a run", "Papyan et al. 2020"),
  NC4(Owner.LAYER, Kind.NUMBER, "nc4", "NC4",
      "share of samples that the classifier and the nearest class mean put in the same class",
      "the last layer of a run", "Papyan et al. 2020"),
  CKA(Owner.LAYER, Kind.NUMBERS, "cka", "Linear CKA",
      "with every measured layer, this one included, in order; undefined where a layer's samples are all equal",
      "`metrics.extended`, `measure --all`", "Kornblith et al. 2019"),
  MUTUAL_KNN(Owner.LAYER, Kind.NUMBERS, "mutual_knn", "Mutual kNN",
      "with every measured layer, this one included, in order: mean share of a sample's k nearest others, k as of"
          + " `mle_dimension`, that both layers give it, by Euclidean distance, of samples as near the first",
      "`metrics.extended`, `measure --all`", "Huh et al. 2024"),
  SPECTRUM_METHOD(Owner.LAYER, Kind.TEXT, "spectrum_method", "spectrum by",
      "how the singular values were found: `gram-float64`, `svd-float64`, ..., or `none`"),
  SINGULAR_VALUES(Owner.LAYER, Kind.NUMBERS, "singular_values", "Singular values of the features",
      "of H, not centred, largest first", "a spectrum"),

  ROWS(Owner.WEIGHT, Kind.COUNT, "rows", "rows", "outputs"),
  COLUMNS(Owner.WEIGHT, Kind.COUNT, "columns", "columns", "inputs"),
  FROBENIUS_NORM(Owner.WEIGHT, Kind.NUMBER, "frobenius_norm", "Frobenius norm", "`|W|_F`"),
  SPECTRAL_NORM(Owner.WEIGHT, Kind.NUMBER, "spectral_norm", "spectral norm", "`sigma_1`", "a spectrum"),
  WEIGHT_STABLE_RANK(Owner.WEIGHT, Kind.NUMBER, "stable_rank", "stable rank",
      "`|W|_F^2 / sigma_1^2`; 0 for a zero matrix", "a spectrum"),
  BALANCE_RESIDUAL(Owner.WEIGHT, Kind.NUMBER, "balance_residual", "balance residual",
      "`|W_{l+1}^T W_{l+1} - W_l W_l^T|_F`; undefined for the last matrix", null, "docs/theory.md, A2"),
  PLATEAU_MIN(Owner.WEIGHT, Kind.NUMBER, "plateau_min", "plateau min",
      "smallest of the singular values number K+1 to r-K, `r = min(rows, columns)`, which stay at the initial scale"
          + " when training starts from orthogonal matrices; undefined for the last matrix and where there are none",
      "a spectrum", "docs/theory.md, L4"),
  PLATEAU_MAX(Owner.WEIGHT, Kind.NUMBER, "plateau_max", "plateau max", "the largest of them", "a spectrum",
      "docs/theory.md, L4"),
  FLATTENED_FROM(Owner.MATRIX, Kind.TEXT, "flattened_from", "",
      "the shape in the file, such as `64x3x7x7`, of an array of more than two dimensions: rows are the first, columns"
          + " the product of the others", "more than two dimensions"),
  MATRIX_EFFECTIVE_RANK(Owner.MATRIX, Kind.NUMBER, "effective_rank", "",
      "exp of the entropy of `sigma / sum sigma`; 0 for a zero matrix", null, "Roy and Vetterli 2007"),
  POWER_LAW_ALPHA(Owner.MATRIX, Kind.NUMBER, "power_law_alpha", "",
      "`alpha = 1 + n / sum log(lambda_i / x_min)` over the n `lambda_i >= x_min`: the exponent of a power law, by"
          + " maximum likelihood; undefined if no lambda is a candidate for `x_min`", null, "Clauset et al. 2009"),
  POWER_LAW_DISTANCE(Owner.MATRIX, Kind.NUMBER, "power_law_distance", "",
      "Kolmogorov-Smirnov distance of these n from that law, `sup |F_n - (1 - (lambda/x_min)^(1-alpha))|`, both sides"
          + " of each step of `F_n` counted; undefined like alpha", null, "Clauset et al. 2009"),
  POWER_LAW_X_MIN(Owner.MATRIX, Kind.NUMBER, "power_law_x_min", "",
      "the lambda for which that distance is smallest; undefined like alpha, and where float64 does not hold it", null,
      "Clauset et al. 2009"),
  POWER_LAW_VALUES(Owner.MATRIX, Kind.COUNT, "power_law_values", "",
      "n, the lambda from `x_min` on; undefined like alpha", null, "Clauset et al. 2009"),
  MARCHENKO_PASTUR_EDGE(Owner.MATRIX, Kind.NUMBER, "marchenko_pastur_edge", "",
      "`s^2 (sqrt(rows) + sqrt(columns))^2` with `s^2 = |W|_F^2 / (rows columns)`: where the lambda end, in the limit,"
          + " if all entries are independent with mean 0 and variance `s^2`; undefined where float64 does not hold it",
      null, "Marchenko and Pastur 1967"),
  VALUES_ABOVE_EDGE(Owner.MATRIX, Kind.COUNT, "values_above_edge", "",
      "the lambda above that edge by more than rounding; 0 for a zero matrix", null, "Marchenko and Pastur 1967"),
  WEIGHT_SPECTRUM_METHOD(Owner.WEIGHT, Kind.TEXT, "spectrum_method", "", "as of a layer"),
  WEIGHT_SINGULAR_VALUES(Owner.WEIGHT, Kind.NUMBERS, "singular_values", "Singular values of the weights",
      "largest first", "a spectrum"),

  END_TO_END_RANK(Owner.NETWORK, Kind.COUNT, "end_to_end_rank", "End-to-end rank",
      "singular values of `W_{L:1}` above `max(rows, columns) * eps * sigma_1`, eps that of the weights' type",
      "a linear network"),
  END_TO_END_SINGULAR_VALUES(Owner.NETWORK, Kind.NUMBERS, "end_to_end_singular_values", "",
      "of `W_{L:1}`, largest first", "a linear network"),
  MIN_NORM_RESIDUAL(Owner.NETWORK, Kind.NUMBER, "min_norm_residual", "Distance to minimum norm",
      "`|alpha W_{L:1} - Y X^+|_F`", "a linear network", "docs/theory.md, A2"),

  COMPRESSION_RATIO(Owner.FIT, Kind.NUMBER, "compression_ratio", "C ratio per layer",
      "`10^slope` of `log10 C_l` against l: the factor from one layer to the next", "three layers",
      "docs/theory.md, \"The theorem\""),
  COMPRESSION_R2(Owner.FIT, Kind.NUMBER, "compression_r2", "R\u00b2 of C", "of that fit", "three layers"),
  DISCRIMINATION_SLOPE(Owner.FIT, Kind.NUMBER, "discrimination_slope", "D slope per layer",
      "of `D_l` against l, the input left out", "three layers", "docs/theory.md, \"The theorem\""),
  DISCRIMINATION_R2(Owner.FIT, Kind.NUMBER, "discrimination_r2", "R\u00b2 of D", "of that fit", "three layers"),
  FIRST_LAYER(Owner.FIT, Kind.COUNT, "first_layer", "",
      "where the fits begin: 0, or the last nonlinear layer of a hybrid network"),
  LAST_LAYER(Owner.FIT, Kind.COUNT, "last_layer", "", "where they end");

  /** What is measured. */
  public enum Owner {
    RUN, MEMBER,
    /** The features of a layer. */
    LAYER,
    /** A linear probe of a layer. */
    PROBE,
    /** A probe of classes that were held out. */
    TRANSFER, WEIGHT,
    /** A weight matrix of a file, beside what {@link #WEIGHT} has; no run has it. */
    MATRIX,
    /** The product of all weight matrices. */
    NETWORK,
    /** The laws, fitted to the layers. */
    FIT
  }

  /** What kind of value it has; counts are whole in JSON and CSV. */
  public enum Kind { NUMBER, COUNT, TEXT, NUMBERS, COUNTS }

  private final Owner owner;
  private final Kind kind;
  private final String key;
  private final String label;
  private final String definition;
  private final String needs;
  private final String source;

  Measure(Owner owner, Kind kind, String key, String label, String definition) {
    this(owner, kind, key, label, definition, null, null);
  }

  Measure(Owner owner, Kind kind, String key, String label, String definition, String needs) {
    this(owner, kind, key, label, definition, needs, null);
  }

  Measure(Owner owner, Kind kind, String key, String label, String definition, String needs, String source) {
    this.owner = owner;
    this.kind = kind;
    this.key = key;
    this.label = label;
    this.definition = definition;
    this.needs = needs;
    this.source = source;
  }

  /** All of one owner, in order. */
  public static List<Measure> of(Owner owner) {
    return Arrays.stream(values()).filter(measure -> measure.owner == owner).toList();
  }

  public Owner owner() {
    return owner;
  }

  public Kind kind() {
    return kind;
  }

  /** Its name in JSON and CSV, unique among those of its owner. */
  public String key() {
    return key;
  }

  /** What tables and charts of a report call it; empty if the report leaves it out. */
  public String label() {
    return label;
  }

  /** What it is, as Markdown in one line. */
  public String definition() {
    return definition;
  }

  /** What must be there or asked for; null if nothing. */
  public String needs() {
    return needs;
  }

  /** Whether it is of classes, and so undefined without labels. */
  public boolean needsLabels() {
    return needs != null && needs.startsWith("labels");
  }

  /** Where the definition comes from; null if it speaks for itself. */
  public String source() {
    return source;
  }

  /** Whether it is one number. */
  public boolean isNumber() {
    return kind == Kind.NUMBER || kind == Kind.COUNT;
  }

  /** Whether it is a list, which has no column in a table. */
  public boolean isList() {
    return kind == Kind.NUMBERS || kind == Kind.COUNTS;
  }
}
