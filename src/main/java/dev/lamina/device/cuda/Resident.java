package dev.lamina.device.cuda;

import dev.lamina.device.cuda.Instruction.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A program as a kernel that one block runs for one member. */
final class Resident {

  private final ResidentProgram program;
  private final Kernel kernel;

  /** @throws CudaException if its kernel cannot be compiled, loaded or given its memory */
  Resident(ResidentProgram program, Kernels kernels) {
    this.program = program;
    ResidentSource source = new ResidentSource(program);
    kernel = kernels.compile("resident training", source.text(), program.type(), ResidentSource.KERNEL,
        source.sharedBytes());
  }

  Set<CudaMemory> memories() {
    return program.views().stream().map(view -> (CudaMemory) view.matrix().memory()).collect(Collectors.toSet());
  }

  /** Queues {@code times} rounds of the program; there must be one at least. */
  void queue(Queue queue, int times) {
    List<Object> arguments = new ArrayList<>();
    arguments.add(times);
    program.views().stream().map(View::matrix).forEach(arguments::add);
    arguments.addAll(program.numbers());
    queue.launch(kernel, 1, program.members(), arguments.toArray());
  }
}
