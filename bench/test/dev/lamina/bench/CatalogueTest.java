package dev.lamina.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.experiment.ConfigException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CatalogueTest {

  @ParameterizedTest
  @EnumSource(Scale.class)
  void namesAreUniqueAndCeilingsExist(Scale scale) {
    List<Workload> all = new Catalogue(scale).select(List.of());
    Set<String> ceilings = Ceilings.of(scale).stream().map(Workload::name).collect(Collectors.toSet());
    assertEquals(all.size(), all.stream().map(Workload::name).distinct().count());
    for (Workload workload : all) {
      String ceiling = Ceilings.of(workload.work());
      assertTrue(ceiling.isEmpty() || ceilings.contains(ceiling), workload.name());
    }
  }

  /** A step is held against products, the moments against a copy; neither waits for the other's ceiling. */
  @Test
  void onlyCeilingsThatAreNeeded() {
    Catalogue catalogue = new Catalogue(Scale.QUICK);
    assertEquals(List.of("ceiling/copy"), ceilings(catalogue.select(List.of("moments"))));
    assertEquals(List.of("ceiling/gemm-fp32"), ceilings(catalogue.select(List.of("step"))));
    assertEquals(List.of(), ceilings(catalogue.select(List.of("start-up"))));
  }

  private static List<String> ceilings(List<Workload> workloads) {
    return Ceilings.of(Scale.QUICK, workloads).stream().map(Workload::name).toList();
  }

  /** The names that bench/comparison.py makes of bench/peers/sizes.py; change both. */
  @Test
  void benchmarksOfTheComparison() {
    assertHas(Scale.QUICK, "traces/K10-d256-N2000", "step/deep-wide-factored-L4-d128-N128-fp32",
        "step/deep-wide-measured-L4-d128-N128-fp32", "step/deep-narrow-L16-d32-N32-fp32",
        "step/hybrid-factored-96-32x7-B128-fp32", "step/theory-L6-d50-N30-fp32",
        "step/theory-of-16-factored-L6-d50-N30-fp32", "spectrum-gram/160x64", "spectrum-svd/160x64");
    assertHas(Scale.CPU, "traces/K10-d4096-N65536", "step/deep-wide-measured-L8-d1024-N1000-fp32",
        "step/deep-narrow-factored-L128-d256-N256-fp32", "step/hybrid-3072-1024x7-B128-fp32",
        "step/theory-of-1024-L6-d50-N30-fp32", "spectrum-gram/8192x2048", "spectrum-svd/8192x2048");
    assertHas(Scale.GPU, "traces/K10-d4096-N65536", "step/deep-wide-L32-d4096-N4096-tf32",
        "step/deep-wide-measured-L32-d4096-N4096-fp32", "step/deep-narrow-factored-L128-d256-N256-tf32",
        "step/hybrid-factored-3072-1024x7-B128-tf32", "step/theory-of-1024-factored-L6-d50-N30-tf32",
        "spectrum-gram/8192x2048", "spectrum-svd/8192x2048");
  }

  /** A brief look has the sizes of a long one. */
  @Test
  void briefHasTheNamesOfAll() {
    assertEquals(names(Scale.GPU), names(Scale.BRIEF));
  }

  private static void assertHas(Scale scale, String... names) {
    for (String name : names) {
      assertTrue(names(scale).contains(name), name);
    }
  }

  private static Set<String> names(Scale scale) {
    return new Catalogue(scale).select(List.of()).stream().map(Workload::name).collect(Collectors.toSet());
  }

  /** So that what CI runs stands for all that there is. */
  @Test
  void quickHasSomethingOfEveryGroup() {
    assertEquals(groups(Scale.GPU), groups(Scale.QUICK));
    assertEquals(groups(Scale.CPU), groups(Scale.QUICK));
  }

  private static Set<String> groups(Scale scale) {
    return new Catalogue(scale).select(List.of()).stream()
        .map(workload -> workload.name().replaceAll("/.*", "")).collect(Collectors.toSet());
  }

  @Test
  void patternsArePartsOfNames() {
    Catalogue catalogue = new Catalogue(Scale.CPU);
    assertEquals(List.of("spectrum-gram/5000x1024", "spectrum-svd/5000x1024"),
        catalogue.select(List.of("5000x")).stream().map(Workload::name).toList());
    ConfigException refused = assertThrows(ConfigException.class, () -> catalogue.select(List.of("step", "stepp")));
    assertTrue(refused.getMessage().contains("'stepp'"));
  }
}
