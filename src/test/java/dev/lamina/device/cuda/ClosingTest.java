package dev.lamina.device.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
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
}
