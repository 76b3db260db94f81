package dev.lamina.result;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code summary.json}, which {@code lamina run --json} prints too. A run that is written and read again is the same
 * value, but for numbers that JSON cannot hold: an infinite one becomes undefined.
 *
 * @param name of the experiment; like all texts empty where a file does not say
 * @param device that computed, for people
 * @param precision of the run
 * @param classNames what the data call the classes; empty if a file does not say
 * @param resident whether each member trained by itself in one core or one multiprocessor
 * @param measured of the run as a whole
 * @param first the first member, which the top level speaks of
 * @param memberResults every member, empty if there is only one
 */
public record RunSummary(String name, String device, String precision, List<String> classNames, boolean resident,
    Measured measured, MemberSummary first, List<MemberSummary> memberResults) {

  public RunSummary {
    classNames = List.copyOf(classNames);
    memberResults = List.copyOf(memberResults);
  }

  /** Reads what is there: no value is needed, and unknown ones are passed over. */
  public static RunSummary read(JsonNode node) {
    return new RunSummary(
        Values.text(node, "name"),
        Values.text(node, "device"),
        Values.text(node, "precision"),
        Values.texts(node, "class_names"),
        node.path("resident").asBoolean(),
        Measured.read(node, Measure.Owner.RUN),
        MemberSummary.read(node),
        Values.objects(node, "member_results", MemberSummary::read));
  }

  /** The text of the file. */
  public String json() {
    return json(Map.of());
  }

  /** The same with more at its end. */
  String json(Map<String, Object> more) {
    Map<String, Object> run = measured.toMap();
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", name);
    map.put("device", device);
    map.put("precision", precision);
    put(map, run, Measure.MEMBERS);
    map.put("class_names", classNames);
    put(map, run, Measure.SECONDS);
    map.put("resident", resident);
    map.putAll(first.toMap());
    if (!memberResults.isEmpty()) {
      map.put("member_results", memberResults.stream().map(MemberSummary::toMap).toList());
    }
    map.putAll(more);
    return Json.write(map);
  }

  private static void put(Map<String, Object> map, Map<String, Object> run, Measure measure) {
    if (run.containsKey(measure.key())) {
      map.put(measure.key(), run.get(measure.key()));
    }
  }

  /** The name, or a word for it. */
  public String heading() {
    return name.isBlank() ? "Unnamed run" : name;
  }

  /** What to call a class: the data's own name for it, unless that is its number. */
  public static String className(List<String> names, int k) {
    boolean named = k < names.size() && !names.get(k).isBlank() && !names.get(k).equals(Integer.toString(k));
    return named ? names.get(k) : "class " + k;
  }
}
