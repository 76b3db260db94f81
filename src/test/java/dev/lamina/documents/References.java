package dev.lamina.documents;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The references in a repository's texts. A document of ours is cited by its path from the root, or from the folder
 * of the text, and a part of it by a label or a heading: {@code FILE, L4}, {@code FILE, L3 and L4},
 * {@code FILE, L1 to L4}, {@code FILE, "Heading"}. Markdown may link, too. Other work is cited by author and year, and
 * its sections after its name.
 */
final class References {

  private static final Set<String> ENDINGS = Set.of("java", "cu", "cuh", "py", "sh", "md", "yaml", "h", "cpp", "xml");

  /** What is built, or is no part of the repository. */
  private static final Set<String> OUTSIDE = Set.of("target", "shared", "__pycache__");

  /** What holds faults on purpose. */
  private static final Set<String> FAULTY = Set.of("References.java", "ReferencesTest.java");

  private static final Pattern CITATION = Pattern.compile("(?<![\\w/.:-])(?<file>(?:[\\w-]+/)+[\\w.-]+\\.md)\\b"
      + "(?:, (?:(?<labels>[A-Z]\\d(?:(?:, | and | to )[A-Z]\\d)*)\\b|\"(?<heading>[^\"]+)\"))?");

  /** How documents that readers do not have were cited, and sections of nothing. */
  private static final Pattern NOWHERE = Pattern.compile("\\b(?:paper|design|digest), (?:sections? )?\\d[\\d.]*\\b|"
      + "\\bpaper(?:'s)? digest\\b|\\b(?:[Gg]olden )?[Ff]acts? G\\d|(?<= )\\([LAG]\\d\\)"
      + "|(?<!, )\\b[Ss]ections? \\d[\\d.]*\\b");

  private final Path home;
  private final Set<String> faults = new LinkedHashSet<>();

  private References(Path home) {
    this.home = home;
  }

  /** What does not resolve in the repository at {@code home}, each with file and line. */
  static List<String> faults(Path home) {
    References references = new References(home);
    texts(home).forEach(references::check);
    return List.copyOf(references.faults);
  }

  /** The repository's texts, in order. */
  static Set<Path> texts(Path home) {
    Set<Path> texts = new TreeSet<>();
    try {
      Files.walkFileTree(home, new SimpleFileVisitor<>() {
        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
          String name = folder.getFileName().toString();
          boolean inside = folder.equals(home) || !OUTSIDE.contains(name) && !name.startsWith(".");
          return inside ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
          String name = file.getFileName().toString();
          String ending = name.substring(name.lastIndexOf('.') + 1);
          if (attributes.isRegularFile() && ENDINGS.contains(ending) && !FAULTY.contains(name)) {
            texts.add(file);
          }
          return FileVisitResult.CONTINUE;
        }
      });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return texts;
  }

  private void check(Path file) {
    Prose prose = Prose.of(MarkdownDocument.textOf(file));
    for (Matcher found = CITATION.matcher(prose.text()); found.find(); ) {
      checkCitation(file, prose.line(found.start()), found);
    }
    for (Matcher found = NOWHERE.matcher(prose.text()); found.find(); ) {
      fault(file, prose.line(found.start()),
          "'" + found.group() + "' names no document; write FILE.md, LABEL or FILE.md, \"HEADING\"");
    }
    if (file.toString().endsWith(".md")) {
      MarkdownDocument.read(file).links().forEach(link -> checkLink(file, link));
    }
  }

  private void checkCitation(Path file, int line, Matcher citation) {
    String name = citation.group("file");
    Path document = home.resolve(name);
    if (!Files.exists(document)) {
      document = file.resolveSibling(name);
    }
    if (!Files.exists(document)) {
      fault(file, line, name + " is not there");
    } else if (citation.group("labels") != null) {
      for (String label : citation.group("labels").split(", | and | to ")) {
        if (!MarkdownDocument.read(document).labels().contains(label)) {
          fault(file, line, name + " has no " + label);
        }
      }
    } else if (citation.group("heading") != null
        && !MarkdownDocument.read(document).headings().contains(citation.group("heading"))) {
      fault(file, line, name + " has no \"" + citation.group("heading") + "\"");
    }
  }

  private void checkLink(Path file, MarkdownDocument.Link link) {
    String[] parts = link.target().split("#", 2);
    Path target = parts[0].isEmpty() ? file : file.resolveSibling(parts[0]).normalize();
    if (!Files.exists(target)) {
      fault(file, link.line(), home.relativize(target) + " is not there");
    } else if (parts.length == 2 && !MarkdownDocument.read(target).anchors().contains(parts[1])) {
      fault(file, link.line(), home.relativize(target) + " has no heading #" + parts[1]);
    }
  }

  private void fault(Path file, int line, String what) {
    faults.add(home.relativize(file) + ":" + line + ": " + what);
  }
}
