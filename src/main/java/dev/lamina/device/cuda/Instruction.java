package dev.lamina.device.cuda;

import dev.lamina.device.Matrix;
import dev.lamina.device.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
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

  /** An argument's text, once the views have names. */
  private interface Argument {
    String text(Function<View, String> names);
  }

  private final String function;
  private final List<Operand> operands = new ArrayList<>();
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
    arguments.add(names -> names.apply(operand.view()));
    return this;
  }

  /** Passes a factor as a number. */
  Instruction factor(Scalar scalar) {
    if (scalar instanceof Scalar.Constant constant) {
      return text(Double.toString(constant.value()));
    }
    Operand operand = new Operand(new View(((Scalar.Resident) scalar).matrix(), Place.TILE), Access.READ);
    operands.add(operand);
    arguments.add(names -> names.apply(operand.view()) + "(0, 0)");
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

  /** The call. */
  String call(Function<View, String> names) {
    return function + arguments.stream().map(argument -> argument.text(names)).collect(Collectors.joining(", ", "(", ");"));
  }
}
