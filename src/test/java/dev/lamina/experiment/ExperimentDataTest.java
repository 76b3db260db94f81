package dev.lamina.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.data.DataException;
import dev.lamina.data.Dataset;
import dev.lamina.data.Tensor;
import dev.lamina.data.format.CifarFiles;
import dev.lamina.data.format.FetchedSets;
import dev.lamina.device.DeviceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a configuration makes of samples before a network sees them. */
class ExperimentDataTest {

  private static final String TRAINING = "a,b,class\n1,2,0\n3,4,1\n5,6,0\n7,8,1\n9,10,0\n";
  private static final String TEST = "a,b,class\n11,12,1\n13,14,0\n";

  @TempDir
  private Path directory;

  @Test
  void firstSamplesOfEachClass() throws IOException {
    Dataset set = load("data.per-class=1").first();
    assertArrayEquals(new int[] {0, 1}, set.labels());
    assertArrayEquals(new double[] {1, 2, 3, 4}, set.features().doubles());
    assertArrayEquals(new int[] {0, 1, 0, 1}, load("data.per-class=2").first().labels());
    assertArrayEquals(new int[] {0, 1, 0, 1, 0}, load("data.per-class=100").first().labels());
  }

  /** The test set is standardised with the training set's moments, as they are of the samples that were kept. */
  @Test
  void standardizes() throws IOException {
    ExperimentData data = load("data.normalize=standard", "data.per-class=1");
    double deviation = Math.sqrt(1.25); // of 1, 2, 3, 4, whose mean is 2.5
    assertArrayEquals(new double[] {-1.5 / deviation, -0.5 / deviation, 0.5 / deviation, 1.5 / deviation},
        data.first().features().doubles(), 1e-15);
    assertArrayEquals(new double[] {8.5 / deviation, 9.5 / deviation, 10.5 / deviation, 11.5 / deviation},
        data.test().orElseThrow().features().doubles(), 1e-14);
  }

  private static final String FOUR = "a,class\n1,0\n2,3\n3,1\n4,2\n5,3\n6,0\n";

  /** Classes 2 and 3 become 0 and 1 of a set of their own; what they are does not enter the normalisation. */
  @Test
  void holdsClassesOut() throws IOException {
    ExperimentData data = fourClasses("2");
    assertEquals(2, data.first().classes());
    assertArrayEquals(new int[] {0, 1, 0}, data.first().labels());
    double deviation = Math.sqrt((46 - 100.0 / 3) / 3); // of 1, 3, 6
    assertArrayEquals(new double[] {(1 - 10 / 3.0) / deviation, (3 - 10 / 3.0) / deviation, (6 - 10 / 3.0) / deviation},
        data.first().features().doubles(), 1e-14);
    Dataset heldOut = data.heldOut().orElseThrow().training();
    assertEquals(2, heldOut.classes());
    assertArrayEquals(new int[] {1, 0, 1}, heldOut.labels());
    assertArrayEquals(new double[] {(2 - 10 / 3.0) / deviation, (4 - 10 / 3.0) / deviation, (5 - 10 / 3.0) / deviation},
        heldOut.features().doubles(), 1e-14);
    assertArrayEquals(new int[] {0, 1, 0}, data.test().orElseThrow().labels());
    assertArrayEquals(new int[] {1, 0, 1}, data.heldOut().orElseThrow().test().orElseThrow().labels());
    assertTrue(fourClasses("0").heldOut().isEmpty());
    assertEquals(4, fourClasses("0").first().classes());
  }

  @Test
  void holdsOutTwoClassesAtLeastAndLeavesTwo() {
    for (String count : List.of("1", "3", "4", "9")) {
      String message = assertThrows(ConfigException.class, () -> fourClasses(count)).getMessage();
      assertTrue(message.contains("data.held-out is " + count + " of 4 classes"), message);
    }
    String message = assertThrows(ConfigException.class,
        () -> ConfigReader.read("theory", List.of("data.held-out=2"))).getMessage();
    assertTrue(message.contains("near-orthonormal"), message);
  }

  private ExperimentData fourClasses(String heldOut) throws IOException {
    Path file = Files.writeString(directory.resolve("four.csv"), FOUR);
    return ExperimentData.load(ConfigReader.read("theory", List.of("data.kind=csv", "data.file=" + file,
        "data.labels=class", "data.test-file=" + file, "data.test-labels=class", "data.normalize=standard",
        "data.held-out=" + heldOut)));
  }

  @Test
  void constantFeaturesHaveNoDeviation() throws IOException {
    Files.writeString(directory.resolve("test.csv"), TEST);
    Path file = Files.writeString(directory.resolve("constant.csv"), "a,class\n3,0\n3,1\n");
    Dataset set = ExperimentData.load(ConfigReader.read("theory", List.of("data.kind=csv", "data.file=" + file,
        "data.labels=class", "data.normalize=standard"))).first();
    assertArrayEquals(new double[] {0, 0}, set.features().doubles());
  }

  /** Every colour is moved and scaled by itself, with the moments of all its pixels. */
  @Test
  void standardizesChannels() {
    Path folder = CifarFiles.ten(directory.resolve("cifar"));
    List<String> source = List.of("data.kind=cifar-10", "data.file=" + folder);
    Dataset plain = ExperimentData.load(ConfigReader.read("theory", source)).first();
    for (String precision : List.of("fp32", "fp64")) {
      ExperimentData data = ExperimentData.load(ConfigReader.read("theory",
          List.of(source.get(0), source.get(1), "data.normalize=channel", "precision=" + precision)));
      assertEquals(precision.equals("fp32") ? Tensor.Kind.FLOAT32 : Tensor.Kind.FLOAT64,
          data.first().features().kind());
      for (int channel = 0; channel < 3; channel++) {
        double[] before = channel(plain, channel);
        double mean = Arrays.stream(before).sum() / before.length;
        double deviation = Math.sqrt(Arrays.stream(before).map(x -> (x - mean) * (x - mean)).sum() / before.length);
        double[] expected = Arrays.stream(before).map(x -> (x - mean) / deviation).toArray();
        assertArrayEquals(expected, channel(data.first(), channel), precision.equals("fp32") ? 1e-6 : 1e-12);
      }
      // The test set's first red pixel, with the training set's moments.
      double[] red = channel(plain, 0);
      double mean = Arrays.stream(red).sum() / red.length;
      double deviation = Math.sqrt(Arrays.stream(red).map(x -> (x - mean) * (x - mean)).sum() / red.length);
      double first = FetchedSets.read("cifar-10", folder, false).test().features().floats()[0];
      assertEquals((first - mean) / deviation, data.test().orElseThrow().features().doubles()[0], 1e-6);
    }
  }

  @Test
  void thePapersConstantsAreForCifar10() {
    Path folder = CifarFiles.ten(directory.resolve("cifar"));
    Dataset plain = ExperimentData.load(
        ConfigReader.read("theory", List.of("data.kind=cifar-10", "data.file=" + folder))).first();
    Dataset moved = ExperimentData.load(ConfigReader.read("theory",
        List.of("data.kind=cifar-10", "data.file=" + folder, "data.normalize=paper"))).first();
    double[][] constants = {{.4914, .2023}, {.4822, .1994}, {.4465, .2010}};
    for (int channel = 0; channel < 3; channel++) {
      double[] c = constants[channel];
      assertArrayEquals(Arrays.stream(channel(plain, channel)).map(x -> (x - c[0]) / c[1]).toArray(),
          channel(moved, channel), 1e-6);
    }
    String message = assertThrows(ConfigException.class,
        () -> ConfigReader.read("fashion-mnist-hybrid", List.of("data.normalize=paper"))).getMessage();
    assertTrue(message.contains("cifar-10, not for fashion-mnist-5k"), message);
  }

  @Test
  void labelsOfCifar100() {
    List<String> source = List.of("data.kind=cifar-100", "data.file=" + CifarFiles.hundred(directory.resolve("cifar")));
    assertEquals(100, ExperimentData.load(ConfigReader.read("theory", source)).first().classes());
    for (String labels : List.of("fine", "coarse")) {
      assertEquals(labels.equals("fine") ? 100 : 20, ExperimentData.load(ConfigReader.read("theory",
          List.of(source.get(0), source.get(1), "data.labels=" + labels))).first().classes());
    }
    String message = assertThrows(ConfigException.class, () -> ConfigReader.read("theory",
        List.of(source.get(0), "data.labels=both"))).getMessage();
    assertTrue(message.contains("fine or coarse, not 'both'"), message);
  }

  /**
   * For grey images, a channel is all there is; fewer bits of the result are kept in float32, not of the arithmetic.
   */
  @Test
  void oneChannelIsTheStandard() {
    List<Dataset> sets = new ArrayList<>();
    for (String normalize : List.of("standard", "channel")) {
      for (String precision : List.of("fp32", "fp64")) {
        sets.add(ExperimentData.load(ConfigReader.read("fashion-mnist-hybrid",
            List.of("data.per-class=3", "data.normalize=" + normalize, "precision=" + precision))).first());
      }
    }
    assertArrayEquals(sets.get(0).features().floats(), sets.get(2).features().floats());
    assertArrayEquals(sets.get(1).features().doubles(), sets.get(3).features().doubles());
    assertArrayEquals(sets.get(0).features().floats(), sets.get(1).features().floats());
  }

  private static double[] channel(Dataset set, int channel) {
    double[] all = set.features().doubles();
    double[] values = new double[set.samples() * 1024];
    for (int i = 0; i < set.samples(); i++) {
      System.arraycopy(all, i * 3072 + channel * 1024, values, i * 1024, 1024);
    }
    return values;
  }

  @Test
  void testSetMustFit() throws IOException {
    Path file = Files.writeString(directory.resolve("wide.csv"), "a,b,c,class\n1,2,3,0\n1,2,3,1\n");
    String message = assertThrows(DataException.class, () -> load("data.test-file=" + file)).getMessage();
    assertTrue(message.contains("3 features") && message.contains("2 features"), message);
  }

  /** A test set may lack classes, and its first sample may be of any: names tell which is which. */
  @Test
  void theTrainingSetNamesTheClassesOfTheTestSet() throws IOException {
    Path training = Files.writeString(directory.resolve("names.csv"), "a,class\n1,cat\n2,dog\n3,eel\n4,cat\n");
    Path test = Files.writeString(directory.resolve("fewer.csv"), "a,class\n5,eel\n6,dog\n");
    ExperimentData data = ExperimentData.load(ConfigReader.read("theory",
        List.of("data.kind=csv", "data.file=" + training, "data.test-file=" + test)));
    assertEquals(List.of("cat", "dog", "eel"), data.first().classNames());
    assertArrayEquals(new int[] {2, 1}, data.test().orElseThrow().labels());
  }

  @Test
  void membersHaveDataOfTheirSeeds() {
    List<Dataset> sets = ExperimentData.load(ConfigReader.read("theory", List.of("members=3", "seed=5"))).training();
    assertEquals(3, sets.size());
    assertFalse(Arrays.equals(sets.get(0).features().doubles(), sets.get(1).features().doubles()));
    Dataset alone = ExperimentData.load(ConfigReader.read("theory", List.of("seed=7"))).first();
    assertArrayEquals(alone.features().doubles(), sets.get(2).features().doubles());
  }

  @Test
  void syntheticDataMustFitIntoTheHeap() {
    for (String setting : List.of("members=1000000", "data.dimension=2000000000")) {
      ExperimentConfig config = ConfigReader.read("theory", List.of(setting));
      assertTrue(assertThrows(DeviceException.class, () -> ExperimentData.load(config)).getMessage().contains("-Xmx"));
    }
  }

  private ExperimentData load(String... settings) throws IOException {
    Path training = Files.writeString(directory.resolve("training.csv"), TRAINING);
    Path test = Files.writeString(directory.resolve("test.csv"), TEST);
    List<String> all = new ArrayList<>(List.of("data.kind=csv", "data.file=" + training, "data.labels=class",
        "data.test-file=" + test, "data.test-labels=class"));
    all.addAll(List.of(settings));
    return ExperimentData.load(ConfigReader.read("theory", all));
  }
}
