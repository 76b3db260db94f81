package dev.lamina.reproduce;

import dev.lamina.experiment.RunDirectory;
import dev.lamina.report.ReportWriter;
import dev.lamina.result.Json;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What a reproduction leaves behind: {@code report.html}, {@code verdicts.json} and the tables of its runs. Items are
 * added as they are finished, so that hours of them are not lost with the next.
 */
public final class ReproductionFiles {

  private final RunDirectory directory;
  private final Supplier<Map<String, Object>> environment;
  private Map<String, Object> tree;
  private int written;

  /**
   * Files in a directory that has been reserved.
   *
   * @param environment what results depend on, now
   */
  public ReproductionFiles(RunDirectory directory, Supplier<Map<String, Object>> environment) {
    this.directory = directory;
    this.environment = environment;
    tree = tree(new Reproduced(List.of(), false, true, 0), environment.get());
  }

  /** The tree of {@code verdicts.json}, as it was written last. */
  public Map<String, Object> tree() {
    return tree;
  }

  private static Map<String, Object> tree(Reproduced reproduced, Map<String, Object> environment) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("quick", reproduced.quick());
    tree.put("interrupted", reproduced.interrupted());
    tree.put("seconds", reproduced.seconds());
    for (Verdict.Judgement judgement : Verdict.Judgement.values()) {
      tree.put(word(judgement), reproduced.count(judgement));
    }
    tree.put("items", reproduced.parts().stream().map(ReproductionFiles::part).toList());
    tree.put("environment", environment);
    return tree;
  }

  private static Map<String, Object> part(Reproduced.Part part) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", part.item().name());
    map.put("title", part.item().title());
    map.put("seconds", part.seconds());
    map.put("verdicts", part.findings().verdicts().stream().map(ReproductionFiles::verdict).toList());
    map.put("runs", part.runs().stream().map(ReproductionFiles::run).toList());
    return map;
  }

  private static Map<String, Object> verdict(Verdict verdict) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("claim", verdict.claim());
    map.put("where", verdict.where());
    map.put("expected", verdict.expected());
    map.put("median", verdict.ours().median());
    map.put("min", verdict.ours().min());
    map.put("max", verdict.ours().max());
    map.put("deviation", verdict.deviation());
    map.put("tolerance", verdict.tolerance());
    map.put("verdict", word(verdict.judgement()));
    map.put("note", verdict.note());
    return map;
  }

  private static Map<String, Object> run(Run run) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("run", run.label());
    map.put("experiment", run.experiment());
    map.put("settings", run.settings());
    map.put("seconds", run.seconds());
    return map;
  }

  private static String word(Verdict.Judgement judgement) {
    return judgement.name().toLowerCase(Locale.ROOT);
  }

  /**
   * Writes what is new; the tables of a run lie under {@code runs/ITEM/RUN}. With the first item the directory appears.
   */
  public void write(Reproduced reproduced) {
    Map<String, Object> now = environment.get();
    tree = tree(reproduced, now);
    for (; written < reproduced.parts().size(); written++) {
      Reproduced.Part part = reproduced.parts().get(written);
      for (Run run : part.runs()) {
        String folder = "runs/" + part.item().name() + "/" + run.label() + "/";
        run.texts().forEach((name, text) -> directory.write(folder + name, file -> Files.writeString(file, text)));
      }
    }
    directory.write("verdicts.json", file -> Files.writeString(file, Json.write(tree)));
    directory.write(ReportWriter.FILE, file -> Files.writeString(file, ReproductionPage.of(reproduced, now).html()));
    directory.publish();
  }
}
