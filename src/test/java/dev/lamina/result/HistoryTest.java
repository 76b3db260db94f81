package dev.lamina.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryTest {
  private static final String METRICS = """
      member,epoch,layer,name,compression,discrimination
      0,0,0,input,9,0.1
      0,0,1,layer 1,8,
      1,0,0,input,7,0.3
      1,0,1,layer 1,10,0.4
      0,5,0,input,9,0.1
      0,5,1,layer 1,2,0.5
      0,10,0,input,9,0.1
      0,10,1,layer 1,1,0.6
      1,15,1,layer 1,1,0.6
      """;

  private static History read(String metrics, String spectra) throws IOException {
    return History.read(new BufferedReader(new StringReader(metrics)),
        spectra == null ? null : new BufferedReader(new StringReader(spectra)));
  }

  /** The last epoch of the first member is that of its final weights, which the summary has. */
  @Test
  void epochsOnTheWay() throws IOException {
    History history = read(METRICS, null);
    assertEquals(List.of(0L, 5L), history.frames().stream().map(History.Frame::epoch).toList());
    assertEquals(new LossCurve.Spread(8, 8, 10), history.frames().get(0).compression().get(1));
    LossCurve.Spread unmeasured = history.frames().get(0).discrimination().get(1);
    assertTrue(Double.isNaN(unmeasured.first()), "not that of another member");
    assertEquals(0.4, unmeasured.low());
  }

  @Test
  void spectra() throws IOException {
    History history = read(METRICS, """
        epoch,kind,layer,singular_values
        0,features,1,4.00000 1.50000e-07
        5,weights,2,3
        10,features,1,9 9
        """);
    assertEquals(List.of(4.0, 1.5e-7), history.frames().get(0).features().get(1));
    assertEquals(List.of(3.0), history.frames().get(1).weights().get(2));
    assertTrue(history.frames().get(1).features().isEmpty());
  }

  @Test
  void manyEpochsAreThinned() throws IOException {
    StringBuilder metrics = new StringBuilder("member,epoch,layer,compression,discrimination\n");
    for (int epoch = 0; epoch <= 1000; epoch++) {
      metrics.append("0,").append(epoch).append(",0,1,1\n");
    }
    List<Long> epochs = read(metrics.toString(), null).frames().stream().map(History.Frame::epoch).toList();
    assertEquals(60, epochs.size());
    assertEquals(0L, epochs.get(0));
    assertTrue(epochs.get(59) > 950);
  }

  @Test
  void whatIsWrongIsNamed() {
    assertTrue(assertThrows(IllegalArgumentException.class, () -> read("member,epoch\n", null)).getMessage()
        .contains("layer"));
    assertTrue(assertThrows(IllegalArgumentException.class, () -> read(METRICS + "0,1\n", null)).getMessage()
        .contains("line 11"));
    assertTrue(assertThrows(IllegalArgumentException.class, () -> read(METRICS + "0,1,x,a,1,1\n", null)).getMessage()
        .contains("'x'"));
  }
}
