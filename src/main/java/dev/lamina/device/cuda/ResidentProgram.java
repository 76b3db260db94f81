package dev.lamina.device.cuda;

import dev.lamina.device.ElementType;
import dev.lamina.device.Matrix;
import dev.lamina.device.cuda.Instruction.Operand;
import dev.lamina.device.cuda.Instruction.Place;
import dev.lamina.device.cuda.Instruction.View;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Recorded operations that one block can repeat by itself for one member.
 *
 * @param type of everything in shared memory
 * @param members of everything that is written
 * @param views all operands, in order of appearance
 * @param numbers that the kernel is given, each once, in order of appearance
 * @param stored tiles that are written, in the order of the last time
 */
record ResidentProgram(
    ElementType type, int members, List<Instruction> instructions, List<View> views, List<Number> numbers,
    List<View> stored) {

  /** What all drivers pass to a kernel. */
  private static final int PARAMETER_BYTES = 4096;

  /** Bytes for a view, an address and a stride, and bytes for a number at most. */
  private static final int VIEW_BYTES = 16;
  private static final int NUMBER_BYTES = 8;

  /** Whose source is compiled in seconds. */
  private static final int MOST_INSTRUCTIONS = 200;

  ResidentProgram {
    instructions = List.copyOf(instructions);
    views = List.copyOf(views);
    numbers = List.copyOf(numbers);
    stored = List.copyOf(stored);
  }

  /**
   * The program of a plan that counts its own repeats, which says that it is made to be repeated: where every operation
   * has an instruction, the tiles fit, and members and tiles have nothing to do with each other.
   *
   * @param sharedBytes that a block may have
   */
  static Optional<ResidentProgram> of(List<Operation> operations, long sharedBytes) {
    List<Instruction> instructions = operations.stream().map(Operation::instruction).toList();
    if (operations.stream().noneMatch(Operation::counts) || instructions.contains(null)
        || instructions.size() > MOST_INSTRUCTIONS) {
      return Optional.empty();
    }
    Set<View> views = new LinkedHashSet<>();
    Set<View> written = new LinkedHashSet<>();
    for (Operand operand : operands(instructions)) {
      views.add(operand.view());
      if (operand.isWritten()) {
        written.remove(operand.view());
        written.add(operand.view());
      }
    }
    List<View> tiles = tiles(views);
    ElementType type = tiles.isEmpty() ? ElementType.FLOAT32 : tiles.get(0).matrix().type();
    int members = written.stream().mapToInt(view -> view.matrix().members()).max().orElse(1);
    List<Number> numbers =
        instructions.stream().flatMap(instruction -> instruction.numbers().stream()).distinct().toList();
    long parameterBytes = 2L * Integer.BYTES + VIEW_BYTES * views.size() + NUMBER_BYTES * numbers.size();
    boolean fits = parameterBytes <= PARAMETER_BYTES && tiles.stream().allMatch(view -> view.matrix().type() == type)
        && tiles.stream().mapToLong(view -> Tile.elements(view.matrix())).sum() * type.bytes() <= sharedBytes;
    return fits && areIndependent(views, written, members) && seeTheLastWritten(instructions)
        ? Optional.of(new ResidentProgram(type, members, instructions, new ArrayList<>(views), numbers, tiles(written)))
        : Optional.empty();
  }

  private static List<Operand> operands(List<Instruction> instructions) {
    return instructions.stream().flatMap(instruction -> instruction.operands().stream()).toList();
  }

  private static List<View> tiles(Set<View> views) {
    return views.stream().filter(view -> view.place() == Place.TILE).toList();
  }

  /** Tiles that are not overwritten before they are read. */
  List<View> loaded() {
    Map<View, Boolean> first = new HashMap<>();
    operands(instructions).forEach(operand -> first.putIfAbsent(operand.view(), operand.isRead()));
    return views.stream().filter(view -> view.place() == Place.TILE && first.get(view)).toList();
  }

  /** Whether no member touches what another one writes. */
  private static boolean areIndependent(Set<View> views, Set<View> written, int members) {
    return written.stream().allMatch(own -> own.matrix().members() == members && views.stream().allMatch(
        other -> !overlap(own.matrix(), other.matrix())
            || own.place() == other.place() && sameCells(own.matrix(), other.matrix(), members)));
  }

  private static boolean overlap(Matrix a, Matrix b) {
    return a.memory() == b.memory() && start(a) < end(b, b.members()) && start(b) < end(a, a.members());
  }

  /** Whether member e of both lies in cell e of one row of equal cells. */
  private static boolean sameCells(Matrix a, Matrix b, int members) {
    long stride = a.stride() * a.type().bytes();
    return b.members() == members && (members == 1 || stride > 0 && stride == b.stride() * b.type().bytes()
        && Math.max(end(a, 1), end(b, 1)) - Math.min(start(a), start(b)) <= stride);
  }

  private static long start(Matrix matrix) {
    return matrix.offset() * matrix.type().bytes();
  }

  private static long end(Matrix matrix, int members) {
    return (matrix.offset() + (members - 1) * matrix.stride() + matrix.size()) * matrix.type().bytes();
  }

  /**
   * Whether views of the same elements can be tiles of their own: whoever reads elements does so through the view
   * through which they were written last, also in the second round and those after it.
   */
  private static boolean seeTheLastWritten(List<Instruction> instructions) {
    List<View> last = new ArrayList<>();
    for (int round = 0; round < 2; round++) {
      for (Instruction instruction : instructions) {
        for (Operand operand : instruction.operands()) {
          if (operand.isRead() && last.subList(last.indexOf(operand.view()) + 1, last.size()).stream()
              .anyMatch(later -> overlapInMember(later.matrix(), operand.view().matrix()))) {
            return false;
          }
        }
        for (Operand operand : instruction.operands()) {
          if (operand.isWritten()) {
            last.remove(operand.view());
            last.add(operand.view());
          }
        }
      }
    }
    return true;
  }

  private static boolean overlapInMember(Matrix a, Matrix b) {
    return a.memory() == b.memory() && start(a) < end(b, 1) && start(b) < end(a, 1);
  }
}
