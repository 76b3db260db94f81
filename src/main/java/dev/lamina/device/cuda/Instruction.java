package dev.lamina.device.cuda;

import dev.lamina.device.Matrix;
import dev.lamina.device.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** An operation as a resident kernel does it: a call of a function of {@code kernels/resident.cuh}. */
final class Instruction {

  /** What happens to an operand; one that is updated is read too, or perhaps left as it was. */
  enum Access {
    READ,
    WRITE,
    UPDATE
  }

  /** Where an operand lies while the kernel runs. */
  enum Place {
    /** In shared memory. */
    TILE,
    /** Where it always is. */
    GLOBAL
  }

  /** A matrix in its place. */
  record View(Matrix matrix, Place place) {}

  record Operand(View view, Access access) {
    boolean isWritten() {
      return access != Access.READ;
    }

    boolean isRead() {
      return access != Access.WRITE;
    }
  }

  /** What a source calls what it is given. */
  interface Names {
    String of(View view);

    /** Of a {@code Double} or an {@code Integer}. */
    String of(Number number);
  }

  /** An argument's text, once all that the source is given has names. */
  private interface Argument {
    String text(Names names);
  }

  private final String function;
  private final List<Operand> operands = new ArrayList<>();
  private final List<Number> numbers = new ArrayList<>();
  private final List<Argument> arguments = new ArrayList<>();

  /** @param function with its template arguments, if it has any that cannot be deduced */
  Instruction(String function) {
    this.function = function;
  }

  Instruction reads(Matrix matrix) {
    return tile(matrix, Access.READ);
  }

  Instruction writes(Matrix matrix) {
    return tile(matrix, Access.WRITE);
  }

  Instruction updates(Matrix matrix) {
    return tile(matrix, Access.UPDATE);
  }

  private Instruction tile(Matrix matrix, Access access) {
    return add(new Operand(new View(matrix, Place.TILE), access));
  }

  Instruction readsGlobal(Matrix matrix) {
    return add(new Operand(new View(matrix, Place.GLOBAL), Access.READ));
  }

  Instruction updatesGlobal(Matrix matrix) {
    return add(new Operand(new View(matrix, Place.GLOBAL), Access.UPDATE));
  }

  private Instruction add(Operand operand) {
    operands.add(operand);
    arguments.add(names -> names.of(operand.view()));
    return this;
  }

  /** Passes a factor as a number. */
  Instruction factor(Scalar scalar) {
    if (scalar instanceof Scalar.Constant constant) {
      return number(constant.value());
    }
    Operand operand = new Operand(new View(((Scalar.Resident) scalar).matrix(), Place.TILE), Access.READ);
    operands.add(operand);
    arguments.add(names -> names.of(operand.view()) + "(0, 0)");
    return this;
  }

  /**
   * Passes a number that the kernel is given, so that one source serves for all rates, thresholds and decays. What it
   * costs to multiply by 1 or to add 0 times something only a compiler that sees them saves: they stand in the source.
   */
  Instruction number(double value) {
    return value == 1 || Double.compare(value, 0) == 0 ? text(value) : given(value);
  }

  /** Passes an integer that the kernel is given. */
  Instruction number(int value) {
    return given(value);
  }

  private Instruction given(Number number) {
    numbers.add(number);
    arguments.add(names -> names.of(number));
    return this;
  }

  /** Passes what C++ reads in this text. */
  Instruction text(Object text) {
    arguments.add(names -> String.valueOf(text));
    return this;
  }

  List<Operand> operands() {
    return List.copyOf(operands);
  }

  /** Numbers that the kernel is given, in order of appearance. */
  List<Number> numbers() {
    return List.copyOf(numbers);
  }

  /** The call. */
  String call(Names names) {
    return function + arguments.stream().map(argument -> argument.text(names))
        .collect(Collectors.joining(", ", "(", ");"));
  }
}
