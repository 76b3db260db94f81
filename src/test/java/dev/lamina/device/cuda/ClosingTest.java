package dev.lamina.device.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClosingTest {

  @Test
  void closesAllLastFirstAndThrowsTheFirstFailure() {
    List<Integer> closed = new ArrayList<>();
    IllegalStateException third = new IllegalStateException("third");
    IllegalStateException first = new IllegalStateException("first");
    Closing closing = new Closing();
    closing.add(() -> {
      closed.add(1);
      throw first;
    });
    closing.add(() -> closed.add(2));
    closing.add(() -> {
      closed.add(3);
      throw third;
    });
    assertSame(third, assertThrows(IllegalStateException.class, closing::close));
    assertEquals(List.of(3, 2, 1), closed);
    assertSame(first, third.getSuppressed()[0]);
    closing.close();
    assertEquals(3, closed.size(), "nothing is closed twice");
  }

  @Test
  void aLostContextIsToldOnce() {
    List<Integer> closed = new ArrayList<>();
    Closing closing = new Closing();
    for (int i = 1; i <= 4; i++) {
      int number = i;
      closing.add(() -> {
        closed.add(number);
        throw new CudaException("call " + number, number <= 3);
      });
    }
    CudaException thrown = assertThrows(CudaException.class, closing::close);
    assertEquals(List.of(4, 3, 2, 1), closed);
    assertEquals(List.of("call 3"), Arrays.stream(thrown.getSuppressed()).map(Throwable::getMessage).toList());
  }
}
