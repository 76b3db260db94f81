package dev.lamina.experiment;

import dev.lamina.data.SafetensorsWriter;
import dev.lamina.data.Tensor;
import dev.lamina.device.ElementType;
import dev.lamina.network.HostMatrix;
import dev.lamina.network.LayerPart;
import dev.lamina.report.ReportWriter;
import dev.lamina.training.Status;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The directory of results. It appears under its name when all of it is written, and not before: files are written
 * to a directory beside it, which is then renamed.
 */
public final class RunDirectory {

  private final Path directory;

  private RunDirectory(Path directory) {
    this.directory = directory;
  }

  /**
   * Chooses where results will go, before anything runs.
   *
   * @throws ConfigException if something of that name exists, or nothing can be written there
   */
  public static RunDirectory at(Path directory) {
    Path absolute = directory.toAbsolutePath().normalize();
    if (Files.exists(absolute, LinkOption.NOFOLLOW_LINKS)) {
      throw new ConfigException("the output directory " + directory + " exists already; name another with --out, or move it");
    }
    Path existing = absolute.getParent();
    while (existing != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    if (existing == null || !Files.isDirectory(existing)) {
      throw new ConfigException("the output directory " + directory + " cannot be made: " + existing
          + " is not a directory");
    }
    try {
      // Permission bits do not tell (root, a read-only file system), and after a long run it is too late to learn it.
      Files.delete(Files.createTempDirectory(existing, ".lamina-"));
    } catch (IOException e) {
      throw new ConfigException("the output directory " + directory + " cannot be made: " + existing
          + " cannot be written to (" + e + ")");
    }
    return new RunDirectory(absolute);
  }

  public Path path() {
    return directory;
  }

  /** Writes the files of a directory that nobody sees yet. */
  @FunctionalInterface
  public interface Contents {
    void writeTo(Path partial) throws IOException;
  }

  /**
   * Writes all files of a run.
   *
   * @throws OutputException if that fails; nothing is left then
   */
  public void write(Outcome outcome, Map<String, Object> summary, Map<String, Object> environment) {
    write(partial -> {
      ExperimentConfig config = outcome.experiment().config();
      for (Map.Entry<String, String> text : texts(outcome).entrySet()) {
        Files.writeString(partial.resolve(text.getKey()), text.getValue());
      }
      Optional<String> spectra = Tables.spectra(outcome);
      if (spectra.isPresent()) {
        Files.writeString(partial.resolve("spectra.csv"), spectra.get());
      }
      Optional<String> views = Tables.views(outcome);
      if (views.isPresent()) {
        Files.writeString(partial.resolve("views.csv"), views.get());
      }
      Files.writeString(partial.resolve("environment.json"), Json.write(environment));
      Files.writeString(partial.resolve("summary.json"), Json.write(summary));
      write(partial.resolve("weights.safetensors"), tensors(outcome.weights(), config), Map.of("name", config.name()));
      if (outcome.any(Status.INTERRUPTED)) {
        write(partial.resolve("checkpoint.safetensors"), tensors(outcome.checkpoint().tensors(), config),
            Map.of("epoch", Integer.toString(outcome.checkpoint().epoch())));
      }
      ReportWriter.write(partial);
    });
  }

  /** The configuration of a run and its tables, by the names of their files. */
  public static Map<String, String> texts(Outcome outcome) {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("config.yaml", ConfigWriter.yaml(outcome.experiment().config()));
    texts.put("losses.csv", Tables.losses(outcome));
    texts.put("metrics.csv", Tables.metrics(outcome));
    texts.put("weights.csv", Tables.weights(outcome));
    return texts;
  }

  /**
   * Writes a directory.
   *
   * @throws OutputException if that fails; nothing is left then
   */
  public void write(Contents contents) {
    Path partial = directory.resolveSibling("." + directory.getFileName() + ".partial-" + ProcessHandle.current().pid());
    try {
      Files.createDirectories(partial);
      contents.writeTo(partial);
      Files.move(partial, directory, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      delete(partial);
      throw new OutputException("results could not be written to " + directory + ": " + e.getMessage(), e);
    } catch (RuntimeException e) {
      delete(partial);
      throw e;
    }
  }

  private static void write(Path file, List<Tensor> tensors, Map<String, String> metadata) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      SafetensorsWriter.write(out, tensors, metadata);
    }
  }

  private static List<Tensor> tensors(List<HostMatrix> matrices, ExperimentConfig config) {
    List<Tensor> tensors = new ArrayList<>();
    boolean wide = config.precision().elementType() == ElementType.FLOAT64;
    for (HostMatrix matrix : matrices) {
      int[] shape = LayerPart.isMatrix(matrix.name())
          ? new int[] {matrix.rows(), matrix.columns()} : new int[] {matrix.rows()};
      Tensor exact = Tensor.of(matrix.name(), matrix.values(), shape);
      tensors.add(wide ? exact : Tensor.of(matrix.name(), exact.floats(), shape));
    }
    return tensors;
  }

  private static void delete(Path directory) {
    if (!Files.exists(directory)) {
      return;
    }
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // The failure that is being reported matters more than what it leaves behind.
    }
  }
}
