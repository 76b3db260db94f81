package dev.lamina.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.StringReader;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MeasuredTest {

  private static final Measured SOME = Measured.builder()
      .put(Measure.SPECTRUM_METHOD, "svd-float64")
      .put(Measure.NUMERICAL_RANK, 7)
      .put(Measure.COMPRESSION, 0.25)
      .put(Measure.NC1, Double.NaN)
      .put(Measure.CLASS_COUNTS, List.of(3.0, 4.0))
      .put(Measure.SAMPLES, 7)
      .put(Measure.SINGULAR_VALUES, List.of(2.0, Double.NaN))
      .build();

  private static final String JSON = """
      {
        "samples" : 7,
        "class_counts" : [ 3, 4 ],
        "compression" : 0.25,
        "nc1" : null,
        "numerical_rank" : 7,
        "spectrum_method" : "svd-float64",
        "singular_values" : [ 2.0, null ]
      }
      """;

  /** In the order of the enum, whatever that of the builder; counts are whole, what is undefined is null. */
  @Test
  void isWrittenAndReadAsJson() throws Exception {
    assertEquals(JSON, Json.write(SOME.toMap()));
    JsonNode node = new JsonMapper().readTree(JSON);
    assertEquals(SOME, Measured.read(node, Measure.Owner.LAYER));
    assertEquals(Measured.NONE, Measured.read(node, Measure.Owner.NETWORK));
  }

  @Test
  void whatIsOfAnotherTypeIsUndefined() throws Exception {
    JsonNode node = new JsonMapper().readTree(
        "{\"nc1\": \"x\", \"compression\": {}, \"cka\": 3, \"singular_values\": [1, \"x\"], \"spectrum_method\": []}");
    Measured measured = Measured.read(node, Measure.Owner.LAYER);
    assertTrue(Double.isNaN(measured.get(Measure.NC1)) && Double.isNaN(measured.get(Measure.COMPRESSION)));
    assertEquals(List.of(), measured.list(Measure.CKA));
    assertEquals(List.of(1.0, Double.NaN), measured.list(Measure.SINGULAR_VALUES));
    assertEquals("", measured.text(Measure.SPECTRUM_METHOD));
  }

  @Test
  void isARowOfATable() throws Exception {
    List<Measure> columns = List.of(Measure.SAMPLES, Measure.NC1, Measure.NC2, Measure.COMPRESSION);
    CsvText csv = new CsvText(List.of("layer"), columns);
    csv.row(SOME, 3);
    assertEquals("layer,samples,nc1,nc2,compression\n3,7,,,0.25\n", csv.toString());
    CsvRows rows = new CsvRows(new BufferedReader(new StringReader(csv.toString())), "layer", "nc1");
    assertTrue(rows.next());
    assertEquals(0.25, rows.number(Measure.COMPRESSION.key()));
    assertFalse(rows.next());
  }

  @Test
  void whatWasNotMeasuredIsNaNAndHasNoKey() {
    assertTrue(Double.isNaN(SOME.get(Measure.DISCRIMINATION)));
    assertFalse(SOME.toMap().containsKey(Measure.DISCRIMINATION.key()));
    assertFalse(SOME.isMeasured(Measure.NC1));
    assertTrue(SOME.measures().contains(Measure.NC1) && !SOME.measures().contains(Measure.NC2));
    assertEquals(List.of(), SOME.list(Measure.CKA));
  }

  @Test
  void bothHaveWhatOneHas() {
    Measured both = SOME.and(Measured.builder().put(Measure.NC1, 2).put(Measure.NC2, 3).build());
    assertEquals(2, both.get(Measure.NC1));
    assertEquals(3, both.get(Measure.NC2));
    assertEquals(0.25, both.get(Measure.COMPRESSION));
  }

  @Test
  void aMeasureHasOneTypeOfValue() {
    assertThrows(IllegalArgumentException.class, () -> SOME.get(Measure.CKA));
    assertThrows(IllegalArgumentException.class, () -> SOME.list(Measure.NC1));
    assertThrows(IllegalArgumentException.class, () -> SOME.text(Measure.NC1));
    assertThrows(IllegalArgumentException.class, () -> Measured.builder().put(Measure.CKA, 1));
    assertThrows(IllegalArgumentException.class, () -> Measured.builder().put(Measure.NC1, List.of(1.0)));
    assertThrows(IllegalArgumentException.class, () -> Measured.builder().put(Measure.NC1, "1"));
  }

  /** Probes and features of a layer share one JSON object, and the numbers of a network and its product another. */
  @Test
  void keysOfOneObjectDiffer() {
    for (Set<Measure.Owner> object : List.of(
        Set.of(Measure.Owner.LAYER, Measure.Owner.PROBE, Measure.Owner.TRANSFER),
        Set.of(Measure.Owner.WEIGHT, Measure.Owner.MATRIX),
        Set.of(Measure.Owner.RUN, Measure.Owner.MEMBER, Measure.Owner.NETWORK), Set.of(Measure.Owner.FIT))) {
      Set<String> keys = new HashSet<>();
      object.forEach(owner -> Measure.of(owner).forEach(measure ->
          assertTrue(keys.add(measure.key()), measure + " is a second " + measure.key())));
    }
  }
}
