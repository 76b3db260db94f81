package dev.lamina.device;

import java.util.ArrayList;
import java.util.List;

/**
 * What a device notes instead of running it while a recording is under way.
 *
 * @param <O> an operation as the device notes it
 */
public final class Recorder<O> {

  private List<O> recording;

  public boolean isRecording() {
    return recording != null;
  }

  /** Notes an operation of the recording that is under way. */
  public void add(O operation) {
    recording.add(operation);
  }

  /**
   * Runs what calls the device, and gives what was noted.
   *
   * @throws IllegalStateException if a recording is already under way
   */
  public List<O> record(Runnable operations) {
    if (isRecording()) {
      throw new IllegalStateException("a recording is already under way");
    }
    List<O> recorded = new ArrayList<>();
    recording = recorded;
    try {
      operations.run();
    } finally {
      recording = null;
    }
    return recorded;
  }

  /**
   * Refuses what runs at once.
   *
   * @param what "a recording cannot" do
   * @throws IllegalStateException if a recording is under way
   */
  public void requireNone(String what) {
    if (isRecording()) {
      throw new IllegalStateException("a recording cannot " + what);
    }
  }

  /** Refuses a transfer to or from the host, as {@link #requireNone} does. */
  public void requireNoneForTransfer() {
    requireNone("hold transfers to or from the host");
  }
}
