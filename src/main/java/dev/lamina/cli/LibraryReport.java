package dev.lamina.cli;

import dev.lamina.device.cuda.library.CudaLibraries;
import dev.lamina.device.cuda.library.CudaLibraries.Folder;
import dev.lamina.device.cuda.library.CudaLibraries.Library;
import dev.lamina.device.cuda.library.CudaLibraries.Problem;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** CUDA's libraries as {@code doctor} tells of them: problems with remedies, what was found, and where was looked. */
final class LibraryReport {

  private LibraryReport() {}

  static void print(CudaLibraries libraries, PrintWriter out) {
    if (libraries.usable()) {
      out.println("CUDA's libraries are complete.");
    } else {
      out.println("To compute on an NVIDIA GPU:");
      for (Problem problem : libraries.problems()) {
        out.printf(Locale.ROOT, "  - %s%n    remedy: %s%n", problem.missing(), problem.remedy());
      }
    }
    if (!libraries.libraries().isEmpty()) {
      out.printf(Locale.ROOT, "Found, in the order of loading (CUDA %d, %s):%n", libraries.major(), libraries.reason());
      for (Library library : libraries.libraries()) {
        out.printf(Locale.ROOT, "  %-28s %-12s %s (%s)%n", library.name(), library.version(), library.file(),
            library.origin());
      }
    }
    List<Folder> shown = libraries.folders().stream().filter(LibraryReport::isWorthShowing).toList();
    int others = libraries.folders().size() - shown.size();
    if (!shown.isEmpty()) {
      out.printf(Locale.ROOT, "Searched, in this order (usual folders that are not there: %d):%n", others);
      for (Folder folder : shown) {
        out.printf(Locale.ROOT, "  %-18s %s%s%n", folder.origin(), folder.path(),
            folder.exists() ? "" : " (not there)");
      }
    }
  }

  /** Those that exist, and those that the user named. */
  private static boolean isWorthShowing(Folder folder) {
    return folder.exists() || folder.origin().isVariable();
  }

  static Map<String, Object> json(CudaLibraries libraries) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("usable", libraries.usable());
    tree.put("summary", libraries.summary());
    tree.put("cuda", libraries.major() == 0 ? null : libraries.major());
    tree.put("reason", libraries.reason());
    tree.put("problems", libraries.problems().stream().map(LibraryReport::json).toList());
    tree.put("libraries", libraries.libraries().stream().map(LibraryReport::json).toList());
    tree.put("folders", libraries.folders().stream().map(LibraryReport::json).toList());
    return tree;
  }

  private static Map<String, Object> json(Problem problem) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("missing", problem.missing());
    tree.put("remedy", problem.remedy());
    return tree;
  }

  private static Map<String, Object> json(Library library) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("name", library.name());
    tree.put("version", library.version());
    tree.put("file", library.file().toString());
    tree.put("origin", library.origin().toString());
    return tree;
  }

  private static Map<String, Object> json(Folder folder) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("path", folder.path().toString());
    tree.put("origin", folder.origin().toString());
    tree.put("exists", folder.exists());
    return tree;
  }
}
