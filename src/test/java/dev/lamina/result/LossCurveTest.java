package dev.lamina.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.result.LossCurve.Quantity;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import org.junit.jupiter.api.Test;

class LossCurveTest {
  private static final String HEADER =
      "member,epoch,step,learning_rate,train_loss,train_accuracy,test_loss,test_accuracy\n";

  private static LossCurve read(String text) throws IOException {
    return LossCurve.read(new BufferedReader(new StringReader(text)));
  }

  @Test
  void membersAreFoldedToTheFirstAndTheRange() throws Exception {
    LossCurve curve = read(HEADER + "0,0,0,.1,2,,,\n0,5,5,.1,1,,,\n1,0,0,.1,4,,,\n1,5,5,.1,NaN,0.5,,\n2,0,0,.1,1,,,\n");
    assertEquals(List.of(0L, 5L), curve.points().stream().map(LossCurve.Point::epoch).toList());
    assertEquals(new LossCurve.Spread(2, 1, 4), curve.points().get(0).value(Quantity.TRAIN_LOSS));
    assertEquals(new LossCurve.Spread(1, 1, 1), curve.points().get(1).value(Quantity.TRAIN_LOSS));
    assertTrue(Double.isNaN(curve.points().get(0).value(Quantity.TEST_LOSS).first()));
  }

  @Test
  void aLaterMemberWithALowerNumberIsTheFirst() throws Exception {
    LossCurve curve = read(HEADER + "1,0,0,.1,2,,,\n0,0,0,.1,3,,,\n");
    assertEquals(new LossCurve.Spread(3, 2, 3), curve.points().get(0).value(Quantity.TRAIN_LOSS));
  }

  @Test
  void spoiltLinesAreNumbered() {
    String cells = assertThrows(IllegalArgumentException.class, () -> read(HEADER + "0,0,0,.1,2,,,\n0,1\n"))
        .getMessage();
    assertEquals("line 3 has 2 cells under 8 columns", cells);
    String number = assertThrows(IllegalArgumentException.class, () -> read(HEADER + "0,0,0,.1,two,,,\n")).getMessage();
    assertTrue(number.startsWith("line 2 holds what is no number"), number);
  }

  @Test
  void columnsMayMoveAndLinesMayEndAsOnWindows() throws Exception {
    LossCurve curve = read("epoch,member,train_loss\r\n3,0,7\r\n\r\n");
    assertEquals(7, curve.points().get(0).value(Quantity.TRAIN_LOSS).first());
  }
}
