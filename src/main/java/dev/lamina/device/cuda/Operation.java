package dev.lamina.device.cuda;

import dev.lamina.device.ElementType;
import dev.lamina.device.MemoryPlan;
import dev.lamina.device.MemoryPlan.Purpose;
import dev.lamina.device.MemoryPlan.Slot;
import java.util.ArrayList;
import java.util.List;

/**
 * One call of the device, checked and ready to be queued: what it needs beside its operands, and how it is queued.
 * Everything it needs is known before it is queued, so that a recording allocates nothing.
 */
final class Operation {

  /** Queues the work; {@code workspace} holds what was asked for. */
  @FunctionalInterface
  interface Body {
    void queue(Queue queue, Workspace workspace);
  }

  /** Integers that the device has to know, and where they are to lie among this operation's constants. */
  record Constant(Slot slot, int[] values) {}

  private final MemoryPlan scratch = new MemoryPlan();
  private final MemoryPlan constantPlan = new MemoryPlan();
  private final List<Constant> constants = new ArrayList<>();
  private String name = "an operation";
  private String advice = "";
  private boolean capturable = true;
  private boolean counts;
  private Instruction instruction;
  private Body body;

  /** An operation that needs nothing. */
  static Operation of(Body body) {
    return new Operation().body(body);
  }

  /** Says what it is called in messages. */
  void named(String name) {
    this.name = name;
  }

  /** Says what to do where its scratch memory is more than the device has. */
  Operation advising(String advice) {
    this.advice = advice;
    return this;
  }

  /** Memory that holds anything when the operation starts and is its own until it ends. */
  Slot scratch(String name, ElementType type, int rows, int columns, int members) {
    return scratch.add(Purpose.WORKSPACE, name, type, rows, columns, members);
  }

  /** Integers that do not change from replay to replay, in a column. */
  Constant constant(String name, int... values) {
    Constant constant = new Constant(
        constantPlan.add(Purpose.WORKSPACE, name, ElementType.INT32, values.length, 1, 1), values.clone());
    constants.add(constant);
    return constant;
  }

  /** Says that the libraries that it calls may wait for the device, so that no graph can hold it. */
  Operation notCapturable() {
    capturable = false;
    return this;
  }

  /** Says what it is in a resident kernel, which otherwise cannot hold it. */
  Operation resident(Instruction instruction) {
    this.instruction = instruction;
    return this;
  }

  /** Says that it counts how often it is run. */
  Operation counting() {
    counts = true;
    return this;
  }

  Operation body(Body body) {
    this.body = body;
    return this;
  }

  String name() {
    return name;
  }

  MemoryPlan scratch() {
    return scratch;
  }

  /**
   * Allocates scratch memory for this operation.
   *
   * @throws CudaException that says what needed how much, if the device has no room for it
   */
  CudaMemory allocateScratch(Queue queue) {
    try {
      return CudaMemory.of(queue, scratch);
    } catch (CudaException e) {
      throw new CudaException(name + " needs " + scratch.bytes() + " bytes of scratch memory, which "
          + queue.context().name() + " does not have left" + (advice.isEmpty() ? "" : "; " + advice) + ": "
          + e.getMessage());
    }
  }

  MemoryPlan constantPlan() {
    return constantPlan;
  }

  List<Constant> constants() {
    return constants;
  }

  boolean isCapturable() {
    return capturable;
  }

  boolean counts() {
    return counts;
  }

  /** Null where there is none. */
  Instruction instruction() {
    return instruction;
  }

  void queue(Queue queue, Workspace workspace) {
    body.queue(queue, workspace);
  }
}
