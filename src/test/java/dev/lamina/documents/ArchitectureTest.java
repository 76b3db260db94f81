package dev.lamina.documents;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules of docs/design.md, "Packages" hold. */
class ArchitectureTest {

  private static final String ROOT = "dev.lamina";
  private static final int LONGEST_FILE = 400;
  private static final int LONGEST_LINE = 120;

  /**
   * Public for programs, for Java or a library that starts there, for benchmarks and tests of other packages, or since
   * they stand in the signature of what is public.
   */
  private static final Set<String> DOORS =
      Set.of("Lamina", "Recipe", "cli.Benchmarks", "cli.Main", "data.format.ArrayHeader", "data.format.CifarReader",
      "data.format.IdxReader", "data.format.LabelReader", "data.format.NpyReader", "data.format.NpzReader",
      "data.format.SafetensorsReader", "device.Memory", "experiment.NormalizationKind", "experiment.ViewKind",
      "measure.Progress", "network.HostWeights", "report.chart.Scale");

  private static final JavaClasses CLASSES = new ClassFileImporter().importPath(Path.of("target/classes"));

  /** As the table of the document has them, from the ground up; the empty one is the door. */
  private static List<String> packages() throws IOException {
    String text = Files.readString(Path.of("docs/design.md"));
    String table = text.substring(text.indexOf("## Packages"), text.indexOf("Rooms that are empty today"));
    return Pattern.compile("(?m)^\\| `([a-z.]+)` \\|").matcher(table).results().map(row -> row.group(1))
        .map(name -> name.equals(ROOT) ? "" : name).toList();
  }

  private static String top(JavaClass type) {
    String name = type.getPackageName().substring(ROOT.length());
    return name.isEmpty() ? "" : name.substring(1).replaceFirst("[.].*", "");
  }

  private static boolean isOurs(JavaClass type) {
    return (type.getPackageName() + ".").startsWith(ROOT + ".");
  }

  @Test
  void packagesImportThoseAboveThemOnly() throws IOException {
    List<String> order = packages();
    Set<String> faults = new TreeSet<>();
    for (JavaClass type : CLASSES) {
      assertTrue(order.contains(top(type)), type.getPackageName() + " is not in docs/design.md");
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        JavaClass target = dependency.getTargetClass();
        if (isOurs(target) && order.indexOf(top(target)) > order.indexOf(top(type))) {
          faults.add(type.getName() + " needs " + target.getName());
        }
      }
    }
    assertEquals(Set.of(), faults);
  }

  @Test
  void noPackageNeedsOneThatNeedsIt() {
    slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void whatIsMeasuredKnowsNoNetworkAndTrainingNoMeasure() {
    noClasses().that(resideInAnyPackage(ROOT + ".metric..", ROOT + ".measure..")).should()
        .dependOnClassesThat(resideInAnyPackage(ROOT + ".network..", ROOT + ".training..")).check(CLASSES);
    noClasses().that(resideInAPackage(ROOT + ".training..")).should()
        .dependOnClassesThat(resideInAPackage(ROOT + ".metric..")).check(CLASSES);
    noClasses().that(resideInAPackage(ROOT + ".report..")).should().dependOnClassesThat(
        resideInAnyPackage(ROOT + ".metric..", ROOT + ".device..", ROOT + ".experiment..")).check(CLASSES);
  }

  @Test
  void nativeLibrariesStayWhereTheyAre() {
    noClasses().that().resideOutsideOfPackage(ROOT + ".device.cuda..").should()
        .dependOnClassesThat().resideInAPackage("jcuda..").check(CLASSES);
    noClasses().that().resideOutsideOfPackages(ROOT + ".device.cpu..", ROOT + ".device.natives..").should()
        .dependOnClassesThat().resideInAPackage("org.bytedeco.openblas..").check(CLASSES);
    noClasses().that().resideOutsideOfPackages(
        ROOT + ".device.cpu..", ROOT + ".device.natives..", ROOT + ".device.cuda.library..").should()
        .dependOnClassesThat().resideInAPackage("org.bytedeco..").check(CLASSES);
  }

  @Test
  void whatIsPublicIsUsedByOthers() {
    Set<String> faults = new TreeSet<>();
    for (JavaClass type : CLASSES) {
      if (type.isTopLevelClass() && type.getModifiers().contains(JavaModifier.PUBLIC)
          && type.getDirectDependenciesToSelf().stream()
              .allMatch(use -> use.getOriginClass().getPackageName().equals(type.getPackageName()))) {
        faults.add(type.getName().substring(ROOT.length() + 1));
      }
    }
    assertEquals(new TreeSet<>(DOORS), faults);
  }

  @Test
  void filesAndLinesAreShort() throws IOException {
    List<String> faults = new ArrayList<>();
    for (String folder : List.of("src", "bench", "bundle")) {
      try (Stream<Path> files = Files.walk(Path.of(folder))) {
        for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
          List<String> lines = Files.readAllLines(file);
          if (lines.size() > LONGEST_FILE) {
            faults.add(file + " has " + lines.size() + " lines");
          }
          for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).length() > LONGEST_LINE) {
              faults.add(file + ":" + (i + 1) + " has " + lines.get(i).length() + " characters");
            }
          }
        }
      }
    }
    assertTrue(faults.isEmpty(), "\n" + String.join("\n", faults));
  }
}
