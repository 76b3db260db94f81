package dev.lamina.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OperationsTest {
  private static final Set<String> NOT_OPERATIONS =
      Set.of("info", "allocate", "write", "read", "record", "event", "synchronize", "close");

  /** A new operation of the interface must join the catalogue. */
  @Test
  void everyOperationOfTheInterfaceIsListed() {
    Set<String> methods = Arrays.stream(Device.class.getMethods())
        .map(Method::getName)
        .filter(name -> !NOT_OPERATIONS.contains(name))
        .collect(Collectors.toCollection(TreeSet::new));
    Set<String> listed = Operations.all(ElementType.FLOAT64, 7, 10, 2).stream()
        .map(Operation::name)
        .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(methods, listed);
  }
}
