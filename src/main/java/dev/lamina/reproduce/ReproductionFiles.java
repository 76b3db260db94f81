package dev.lamina.reproduce;

import dev.lamina.experiment.Json;
import dev.lamina.experiment.RunDirectory;
import dev.lamina.report.ReportWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What a reproduction leaves behind: {@code report.html}, {@code verdicts.json} and the tables of its runs. */
public final class ReproductionFiles {

  private ReproductionFiles() {}

  /** The tree of {@code verdicts.json}. */
  public static Map<String, Object> tree(Reproduced reproduced, Map<String, Object> environment) {
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
   * Writes everything; the tables of a run lie under {@code runs/ITEM/RUN}.
   *
   * @throws dev.lamina.experiment.OutputException if that fails; nothing is left then
   */
  public static void write(RunDirectory directory, Reproduced reproduced, Map<String, Object> environment) {
    directory.write(partial -> {
      for (Reproduced.Part part : reproduced.parts()) {
        for (Run run : part.runs()) {
          write(Files.createDirectories(partial.resolve("runs").resolve(part.item().name()).resolve(run.label())), run);
        }
      }
      Files.writeString(partial.resolve("verdicts.json"), Json.write(tree(reproduced, environment)));
      Files.writeString(partial.resolve(ReportWriter.FILE), ReproductionPage.of(reproduced, environment).html());
    });
  }

  private static void write(Path directory, Run run) throws IOException {
    for (Map.Entry<String, String> text : run.texts().entrySet()) {
      Files.writeString(directory.resolve(text.getKey()), text.getValue());
    }
  }
}
