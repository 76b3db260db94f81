package dev.lamina.result;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * What a run directory holds of its results.
 *
 * @param summary of summary.json
 * @param losses of losses.csv
 * @param history of metrics.csv and spectra.csv; empty where they are not there
 * @param views of views.csv; empty where it is not there
 * @param config the text of config.yaml
 * @param environment the object of environment.json
 */
public record RunFiles(RunSummary summary, LossCurve losses, History history, List<View> views, String config,
    JsonNode environment) {
  private static final String RERUN = "give the directory of a complete run, or run the experiment again";

  /**
   * Reads the four files of a run, or the one of measured features. All must be there: a directory appears at once and
   * whole, so a missing file means a broken copy.
   *
   * @param directory that {@code lamina run} or {@code lamina measure} made
   * @throws RunFileException if the directory or one of the files is missing or unreadable
   */
  public static RunFiles read(Path directory) {
    if (!Files.isDirectory(directory)) {
      String found = Files.exists(directory) ? "is not a directory" : "no such directory";
      throw new RunFileException(directory, found, "give the directory that `lamina run` made", null);
    }
    if (Files.exists(directory.resolve(MeasuredFiles.FILE)) && !Files.exists(directory.resolve("summary.json"))) {
      return MeasuredFiles.read(json(directory.resolve(MeasuredFiles.FILE)));
    }
    return new RunFiles(
        RunSummary.read(json(directory.resolve("summary.json"))),
        losses(directory.resolve("losses.csv")),
        history(directory.resolve("metrics.csv"), directory.resolve("spectra.csv")),
        views(directory.resolve("views.csv")),
        config(directory.resolve("config.yaml")),
        json(directory.resolve("environment.json")));
  }

  private static JsonNode json(Path file) {
    try {
      JsonNode node = new JsonMapper().readTree(Files.readAllBytes(file));
      if (!node.isObject()) {
        throw new RunFileException(file, "holds no JSON object", RERUN, null);
      }
      return node;
    } catch (JsonProcessingException failure) {
      throw new RunFileException(file, "is no JSON (" + failure.getOriginalMessage() + ")", RERUN, failure);
    } catch (IOException failure) {
      throw unreadable(file, failure);
    }
  }

  private static LossCurve losses(Path file) {
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      return LossCurve.read(reader);
    } catch (IllegalArgumentException failure) {
      throw new RunFileException(file, failure.getMessage(), RERUN, failure);
    } catch (IOException failure) {
      throw unreadable(file, failure);
    }
  }

  private static History history(Path metrics, Path spectra) {
    if (!Files.exists(metrics)) {
      return History.NONE;
    }
    try (BufferedReader reader = Files.newBufferedReader(metrics);
        BufferedReader others = Files.exists(spectra) ? Files.newBufferedReader(spectra) : null) {
      return History.read(reader, others);
    } catch (IllegalArgumentException failure) {
      throw new RunFileException(metrics, failure.getMessage(), RERUN, failure);
    } catch (IOException failure) {
      throw unreadable(metrics, failure);
    }
  }

  private static List<View> views(Path file) {
    if (!Files.exists(file)) {
      return List.of();
    }
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      return View.read(reader);
    } catch (IllegalArgumentException failure) {
      throw new RunFileException(file, failure.getMessage(), RERUN, failure);
    } catch (IOException failure) {
      throw unreadable(file, failure);
    }
  }

  private static String config(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failure) {
      throw unreadable(file, failure);
    }
  }

  private static RunFileException unreadable(Path file, IOException failure) {
    if (failure instanceof NoSuchFileException) {
      return new RunFileException(file, "no such file", RERUN, failure);
    }
    if (failure instanceof CharacterCodingException) {
      return new RunFileException(file, "is not UTF-8 text", RERUN, failure);
    }
    return new RunFileException(file, "cannot be read (" + failure + ")", "check its permissions", failure);
  }
}
