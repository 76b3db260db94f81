package dev.lamina.device.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.device.ElementType;
import dev.lamina.device.Matrix;
import dev.lamina.device.Memory;
import dev.lamina.device.Scalar;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** One source serves for all rates, thresholds and decays, and for both types. */
class ResidentSourceTest {
  private static final int MOST_SHARED_BYTES = 200_000;

  private final Memory memory = () -> MOST_SHARED_BYTES;
  private final Matrix counter = new Matrix(memory, ElementType.INT32, 1024, 1, 1, 1, 1);

  private ResidentProgram program(double rate, double decay, int modulus) {
    return program(ElementType.FLOAT32, rate, decay, modulus);
  }

  private ResidentProgram program(ElementType type, double rate, double decay, int modulus) {
    Matrix weights = new Matrix(memory, type, 0, 5, 3, 1, 15);
    Matrix velocity = new Matrix(memory, type, 64, 5, 3, 1, 15);
    Instruction update = new Instruction("apply_velocity").updates(weights).updates(velocity).factor(Scalar.of(rate))
        .number(decay);
    return ResidentProgram.of(List.of(operation(update), operation(
        new Instruction("advance").updatesGlobal(counter).number(modulus)).counting()), MOST_SHARED_BYTES)
        .orElseThrow();
  }

  private static Operation operation(Instruction instruction) {
    return new Operation().resident(instruction);
  }

  @Test
  void numbersAreGivenToTheKernel() {
    ResidentProgram program = program(0.25, 1e-3, 7);
    String text = new ResidentSource(program).text();
    assertTrue(text.contains("double number0") && text.contains("double number1") && text.contains("int number2"),
        text);
    assertTrue(text.contains("apply_velocity(tile0, tile1, number0, number1);"), text);
    assertTrue(text.contains("advance(global2, number2);"), text);
    assertEquals(List.of(0.25, 1e-3, 7), program.numbers());
    assertEquals(text, new ResidentSource(program(0.5, 1e-2, 9)).text());
  }

  @Test
  void oneTextServesForBothTypes() {
    ResidentSource single = new ResidentSource(program(ElementType.FLOAT32, 0.25, 1e-3, 7));
    ResidentSource doubled = new ResidentSource(program(ElementType.FLOAT64, 0.25, 1e-3, 7));
    assertEquals(single.text(), doubled.text());
    assertEquals(2 * single.sharedBytes(), doubled.sharedBytes());
  }

  /** Texts of C++ have no word for them. */
  @Test
  void whatIsNotFiniteIsANumberToo() {
    String text = new ResidentSource(program(Double.NaN, Double.POSITIVE_INFINITY, 7)).text();
    assertFalse(text.contains("NaN") || text.contains("Infinity"), text);
  }

  /** Products that add to nothing, and by a factor of one, are compiled as such. */
  @Test
  void zeroAndOneStandInTheText() {
    assertEquals(List.of(7), program(1, 0, 7).numbers());
    assertNotEquals(new ResidentSource(program(1, 0, 7)).text(), new ResidentSource(program(0.5, 0.1, 7)).text());
    assertEquals(List.of(-0.0, 7), program(1, -0.0, 7).numbers());
  }

  /** A kernel's parameters are 4096 bytes at most: what does not fit is left to graphs. */
  @Test
  void parametersHaveRoomForSoManyNumbers() {
    assertTrue(withNumbers(509).isPresent());
    assertFalse(withNumbers(510).isPresent());
  }

  private Optional<ResidentProgram> withNumbers(int count) {
    Instruction call = new Instruction("advance").updatesGlobal(counter);
    for (int i = 0; i < count - 1; i++) {
      call.number(i + 2.0);
    }
    // One that is there already takes no more room.
    Collections.nCopies(3, 2.5).forEach(call::number);
    return ResidentProgram.of(List.of(operation(call).counting()), MOST_SHARED_BYTES);
  }
}
