package dev.lamina.device.cuda;

import dev.lamina.device.Recorder;

/** Runs operations as they are called, or notes them while a recording is under way. */
final class Submissions {

  private final Recorder<Operation> recorder;
  private final Immediate immediate;

  Submissions(Recorder<Operation> recorder, Immediate immediate) {
    this.recorder = recorder;
    this.immediate = immediate;
  }

  /** @param name of the operation, for messages */
  void submit(String name, Operation operation) {
    operation.named(name);
    if (recorder.isRecording()) {
      recorder.add(operation);
    } else {
      immediate.run(operation);
    }
  }
}
