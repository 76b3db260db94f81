package dev.lamina.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * The content of summary.json; a number is NaN and a text empty where the run did not say.
 *
 * @param name of the experiment
 * @param title of the experiment, for people
 * @param status {@code stopped}, {@code finished}, {@code diverged} or {@code interrupted}
 * @param statusDetail why
 * @param device that computed
 * @param precision of the run
 * @param seed of member 0
 * @param members networks in the ensemble
 * @param classNames what the data call the classes; empty if the run did not say
 * @param epochs done
 * @param steps done
 * @param seconds of training
 * @param finalLoss of member 0
 * @param trainAccuracy of member 0
 * @param testLoss of member 0
 * @param testAccuracy of member 0
 * @param layers features of member 0, the input first
 * @param weights of member 0
 * @param minNormResidual distance of the end-to-end matrix from the minimum-norm solution
 * @param endToEndRank numerical rank of the product of all weights
 * @param fit the laws fitted to member 0
 * @param theory checks of the theory
 * @param memberResults every member, empty if there is only one
 */
public record Summary(
    String name,
    String title,
    String status,
    String statusDetail,
    String device,
    String precision,
    String seed,
    double members,
    List<String> classNames,
    double epochs,
    double steps,
    double seconds,
    double finalLoss,
    double trainAccuracy,
    double testLoss,
    double testAccuracy,
    List<LayerSummary> layers,
    List<WeightSummary> weights,
    double minNormResidual,
    double endToEndRank,
    FitSummary fit,
    List<TheoryCheck> theory,
    List<MemberSummary> memberResults) {

  /** Copies what it is given. */
  public Summary {
    classNames = List.copyOf(classNames);
    layers = List.copyOf(layers);
    weights = List.copyOf(weights);
    theory = List.copyOf(theory);
    memberResults = List.copyOf(memberResults);
  }

  static Summary of(JsonNode node) {
    return new Summary(
        Values.text(node, "name"),
        Values.text(node, "title"),
        Values.text(node, "status"),
        Values.text(node, "status_detail"),
        Values.text(node, "device"),
        Values.text(node, "precision"),
        Values.text(node, "seed"),
        Values.number(node, "members"),
        Values.texts(node, "class_names"),
        Values.number(node, "epochs"),
        Values.number(node, "steps"),
        Values.number(node, "seconds"),
        Values.number(node, "final_loss"),
        Values.number(node, "train_accuracy"),
        Values.number(node, "test_loss"),
        Values.number(node, "test_accuracy"),
        Values.objects(node, "layers", LayerSummary::of),
        Values.objects(node, "weights", WeightSummary::of),
        Values.number(node, "min_norm_residual"),
        Values.number(node, "end_to_end_rank"),
        FitSummary.of(node.path("fit")),
        Values.objects(node, "theory", TheoryCheck::of),
        Values.objects(node, "member_results", MemberSummary::of));
  }

  /** The title if there is one, else the name, else a word for it. */
  String heading() {
    return !title.isBlank() ? title : !name.isBlank() ? name : "Unnamed run";
  }

  /** What to call a class: the data's own name for it, unless that is its number. */
  static String className(List<String> names, int k) {
    boolean named = k < names.size() && !names.get(k).isBlank() && !names.get(k).equals(Integer.toString(k));
    return named ? names.get(k) : "class " + k;
  }

  boolean diverged() {
    return status.equals("diverged");
  }
}
