package dev.lamina.reproduce.item;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whoever gets a definition wrong cannot reproduce the paper: three claims fail at least. One fault of each definition
 * is tried with every build, the others with {@code mvn test -Dtest=MutantsOfDefinitionsTest -Dlamina.mutants=all}.
 */
class MutantsOfDefinitionsTest {

  private static final int CLAIMS = 3;

  private static final String GEOMETRY = "metric/ClassGeometry.java";
  private static final String LOSSES = "device/cpu/Losses.java";

  private static final List<Mutant> ONE_OF_EACH = List.of(
      new Mutant("D with absolute cosines", GEOMETRY,
          "unitDistances[i + j * classes()] / 2)", "1 - Math.abs(1 - unitDistances[i + j * classes()] / 2))"),
      new Mutant("C with the divisor N - K", GEOMETRY,
          "Arrays.stream(scatter).sum() / samples();", "Arrays.stream(scatter).sum() / (samples() - classes());"),
      new Mutant("the gradient without its factor 2", LOSSES, "h[k] *= 2;", "h[k] *= 1;"),
      new Mutant("an initial scale that is a tenth larger than epsilon", "network/Initializer.java",
          "new MemberScale(device, arena, scratch.scale(), scales)",
          "new MemberScale(device, arena, scratch.scale(), java.util.stream.DoubleStream.of(scales).map(s -> 1.1 *"
              + " s).toArray())"),
      new Mutant("a gradient without alpha", LOSSES, "scales.of(member) * outputScale / n", "scales.of(member) / n"));

  private static final List<Mutant> OTHERS = List.of(
      new Mutant("D with the sign turned", GEOMETRY, ": least;", ": 2 - least;"),
      new Mutant("D of the farthest classes", GEOMETRY, ": least;",
          ": java.util.Arrays.stream(unitDistances).max().orElseThrow() / 2;"),
      new Mutant("D of centred means", GEOMETRY, "unitDistances[i + j * classes()] / 2)",
          "1 - centredGram[i + j * classes()]"
              + " / Math.sqrt(centredGram[i + i * classes()] * centredGram[j + j * classes()]))"),
      new Mutant("C over K - 1", GEOMETRY, "SmallMatrix.trace(centredGram, classes()) / classes()",
          "SmallMatrix.trace(centredGram, classes()) / (classes() - 1)"),
      new Mutant("C over the whole variance", GEOMETRY, "traceWithin() / traceBetween()",
          "traceWithin() / totalVariance()"),
      new Mutant("outputs without alpha", LOSSES, "h[k] *= outputScale;", "h[k] *= 1;"),
      new Mutant("a gradient that is summed over the samples", LOSSES, "* outputScale / n;", "* outputScale;"));

  static List<Mutant> oneOfEach() {
    return ONE_OF_EACH;
  }

  static List<Mutant> others() {
    return OTHERS;
  }

  @Test
  void withoutAFaultEveryClaimHolds() {
    assertEquals(List.of(), new FailingClaims().call());
  }

  @ParameterizedTest
  @MethodSource("oneOfEach")
  void aFaultFailsThreeClaims(Mutant mutant, @TempDir Path folder) throws Exception {
    assertFound(mutant.tried(FailingClaims.class, folder));
  }

  @ParameterizedTest
  @MethodSource("others")
  @EnabledIfSystemProperty(named = "lamina.mutants", matches = "all", disabledReason = "one of each is tried always")
  void anyOtherFaultFailsThreeClaims(Mutant mutant, @TempDir Path folder) throws Exception {
    assertFound(mutant.tried(FailingClaims.class, folder));
  }

  private static void assertFound(List<String> failing) {
    assertTrue(failing.size() >= CLAIMS, "claims that fail: " + failing);
  }
}
