package dev.lamina.device.cuda;

import dev.lamina.device.ElementType;
import dev.lamina.device.cuda.Instruction.Operand;
import dev.lamina.device.cuda.Instruction.Place;
import dev.lamina.device.cuda.Instruction.View;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes the kernel of a program, on the functions of {@code kernels/resident.cuh}. */
final class ResidentSource implements Instruction.Names {

  static final String KERNEL = "resident";

  /** A longer program calls its products. */
  private static final int MOST_WRITTEN_OUT = 48;

  private final Map<View, String> views = new HashMap<>();
  private final Map<Number, String> numbers = new HashMap<>();
  private final StringBuilder text = new StringBuilder();
  private final ElementType type;

  /** Elements of the tiles so far: a text in elements is the same for both types. */
  private long elements;

  ResidentSource(ResidentProgram program) {
    type = program.type();
    for (View view : program.views()) {
      views.put(view, (view.place() == Place.TILE ? "tile" : "global") + views.size());
    }
    for (Number number : program.numbers()) {
      numbers.put(number, "number" + numbers.size());
    }
    if (program.instructions().size() > MOST_WRITTEN_OUT) {
      line("#define CALLED_PRODUCTS");
    }
    text.append("#include \"resident.cuh\"\n\nextern \"C\" __global__ void __launch_bounds__(BLOCK, 1) ").append(KERNEL)
        .append("(int members, int times");
    // Else the compiler loads all addresses at the start, and registers hold them through all steps.
    program.views().forEach(view -> text.append(",\n    const __grid_constant__ Out<").append(element(view))
        .append("> ").append(parameter(view)));
    program.numbers().forEach(number -> text.append(",\n    ").append(number instanceof Integer ? "int " : "double ")
        .append(of(number)));
    line(") {");
    line("  extern __shared__ __align__(16) unsigned char shared[];");
    line("  real* tiles = reinterpret_cast<real*>(shared);");
    line("  FOR_EACH_MEMBER(e, members) {");
    program.views().forEach(this::declare);
    line("    for (int i = threadIdx.x; i < " + elements + "; i += BLOCK) {");
    line("      tiles[i] = 0;");
    line("    }");
    line("    __syncthreads();");
    program.loaded().forEach(view -> line("    " + of(view) + ".load(" + ofMember(view) + ");"));
    line("    __syncthreads();");
    line("    for (int i = 0; i < times; i++) {");
    instructions(program.instructions());
    line("    }");
    for (View view : program.stored()) {
      line("    " + of(view) + ".store(" + ofMember(view) + ");");
      line("    __syncthreads();");
    }
    line("  }");
    line("}");
  }

  private void line(String line) {
    text.append(line).append('\n');
  }

  @Override
  public String of(View view) {
    return views.get(view);
  }

  @Override
  public String of(Number number) {
    return numbers.get(number);
  }

  private String parameter(View view) {
    return of(view) + "_all";
  }

  private String ofMember(View view) {
    return parameter(view) + ".of(e)";
  }

  private static String element(View view) {
    ElementType type = view.matrix().type();
    if (view.place() == Place.TILE) {
      return "real";
    }
    return type == ElementType.INT32 ? "int" : type == ElementType.FLOAT32 ? "float" : "double";
  }

  private void declare(View view) {
    if (view.place() == Place.GLOBAL) {
      line("    " + element(view) + "* " + of(view) + " = " + ofMember(view) + ";");
      return;
    }
    line("    Tile<" + view.matrix().rows() + ", " + view.matrix().columns() + "> " + of(view)
        + " = {tiles + " + elements + "};");
    elements += Tile.elements(view.matrix());
  }

  /** A barrier stands before what needs or overwrites what others touched since the last one, and at a round's end. */
  private void instructions(List<Instruction> instructions) {
    List<Operand> since = new ArrayList<>();
    for (Instruction instruction : instructions) {
      if (since.stream().anyMatch(earlier -> instruction.operands().stream().anyMatch(operand ->
          earlier.view().equals(operand.view()) && (earlier.isWritten() || operand.isWritten())))) {
        line("      __syncthreads();");
        since.clear();
      }
      line("      " + instruction.call(this));
      since.addAll(instruction.operands());
    }
    line("      __syncthreads();");
  }

  String text() {
    return text.toString();
  }

  /** Shared memory of a block. */
  int sharedBytes() {
    return Math.toIntExact(elements * type.bytes());
  }
}
