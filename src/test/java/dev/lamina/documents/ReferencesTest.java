package dev.lamina.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What texts of the repository cite is there: documents, their labels and headings, and what Markdown links to. */
class ReferencesTest {

  private static final String NOWHERE = " names no document; write FILE.md, LABEL or FILE.md, \"HEADING\"";

  @TempDir
  private Path home;

  @Test
  void everyReferenceOfTheRepositoryResolves() {
    Path root = Path.of("").toAbsolutePath();
    Set<Path> texts = References.texts(root);
    assertTrue(texts.contains(root.resolve("README.md")), "the test runs in the root of the project");
    assertTrue(texts.stream().anyMatch(text -> text.endsWith("metric/ClosedForms.java")), "sources are among them");
    List<String> faults = References.faults(root);
    assertTrue(faults.isEmpty(), "\n" + String.join("\n", faults));
  }

  @BeforeEach
  void writeADocument() throws IOException {
    write("docs/theory.md", """
        # Theory
        ## L1. Gram identity of `C_l`
        ## L2. Log-convex traces
        ## Numerical rank
        | R1 | a run |
        ```
        ## L3. not a heading
        ```
        """);
  }

  @Test
  void whatResolvesIsNoFault() throws IOException {
    write("src/Sound.java", """
        /**
         * docs/theory.md, L1 and L2, also (docs/theory.md, L1 to L2), docs/theory.md, R1, and over the end of a line
         * docs/theory.md, "Numerical
         * rank", (docs/theory.md,
         * L2). Others: RFC 9110, section 14; (Golub and Van Loan, section 5.4); arXiv 2311.02960, section 4.1.
         */
        """);
    write("README.md", """
        [a](docs/theory.md) [b](docs/theory.md#l1-gram-identity-of-c_l) [c](#two--words) [d](https://example.org/x.md)
        ## Two & words
        ```
        [not](a-link.md)
        ```
        and `[no](link.md)` either
        """);
    assertEquals(List.of(), References.faults(home));
  }

  @Test
  void whatDoesNotResolveIsNamedWithFileAndLine() throws IOException {
    write("README.md", "\n[a](docs/none.md) [b](docs/theory.md#l3)\n[c](#nowhere)\n");
    write("kernels/stale.cu", """
        // (paper, section 4.3) and (section 5.1) and (paper,
        // 4.1) hold.
        // Golden fact G6, facts G1, (L4), the paper's digest; design, section 5
        """);
    write("src/Broken.java", """
        /**
         * (docs/theory.md, L3), docs/theory.md, L1 and L9; docs/theory.md, "No such heading",
         * and docs/other.md.
         */
        """);
    assertEquals(List.of(
        "README.md:2: docs/none.md is not there",
        "README.md:2: docs/theory.md has no heading #l3",
        "README.md:3: README.md has no heading #nowhere",
        "kernels/stale.cu:1: 'paper, section 4.3'" + NOWHERE,
        "kernels/stale.cu:1: 'section 5.1'" + NOWHERE,
        "kernels/stale.cu:1: 'paper, 4.1'" + NOWHERE,
        "kernels/stale.cu:3: 'Golden fact G6'" + NOWHERE,
        "kernels/stale.cu:3: 'facts G1'" + NOWHERE,
        "kernels/stale.cu:3: '(L4)'" + NOWHERE,
        "kernels/stale.cu:3: 'paper's digest'" + NOWHERE,
        "kernels/stale.cu:3: 'design, section 5'" + NOWHERE,
        "src/Broken.java:2: docs/theory.md has no L3",
        "src/Broken.java:2: docs/theory.md has no L9",
        "src/Broken.java:2: docs/theory.md has no \"No such heading\"",
        "src/Broken.java:3: docs/other.md is not there"), References.faults(home));
  }

  private void write(String file, String text) throws IOException {
    Path path = home.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
