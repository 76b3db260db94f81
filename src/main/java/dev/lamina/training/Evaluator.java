package dev.lamina.training;

import dev.lamina.device.Device;
import dev.lamina.device.Loss;
import dev.lamina.device.Place;
import dev.lamina.device.Plan;
import dev.lamina.device.Scalar;
import dev.lamina.network.Network;
import java.util.ArrayList;
import java.util.List;

/**
 * Loss and accuracy over a set of samples with the present weights and running statistics, in chunks as wide as a
 * training batch and in the same memory, between two steps.
 */
final class Evaluator implements AutoCloseable {

  /** More chunks than this are queued one by one: a recording of them all would be large, and launching is no cost. */
  private static final int RECORDED_CHUNKS = 64;

  private final Device device;
  private final Network network;
  private final Loss loss;
  private final SampleSet data;
  private final LossSums sums;
  private final int firstChunk;
  private final int chunkSamples;
  private final List<Outputs> chunks = new ArrayList<>();
  private final Plan plan;

  static int chunks(int samples, int chunkSamples) {
    return (samples + chunkSamples - 1) / chunkSamples;
  }

  /**
   * @param outputs memory of the passes, as wide as a chunk
   * @param firstChunk which of the evaluation chunks of {@code sums} is this set's first
   */
  Evaluator(Place place, Outputs.Layout outputs, Network network, Loss loss, SampleSet data, LossSums sums,
      int firstChunk) {
    device = place.device();
    this.network = network;
    this.loss = loss;
    this.data = data;
    this.sums = sums;
    this.firstChunk = firstChunk;
    chunkSamples = outputs.samples();
    for (int from = 0; from < data.samples(); from += chunkSamples) {
      int to = Math.min(data.samples(), from + chunkSamples);
      chunks.add(new Outputs(place, outputs, network, data.features().columns(from, to)));
    }
    plan = chunks.size() <= RECORDED_CHUNKS ? device.record(this::queue) : null;
  }

  /** Queues the evaluation; its results are there after the next {@link LossSums#read}. */
  void run() {
    if (plan == null) {
      queue();
    } else {
      plan.replay();
    }
  }

  private void queue() {
    chunks.get(0).compose();
    for (int i = 0; i < chunks.size(); i++) {
      Outputs chunk = chunks.get(i);
      int from = i * chunkSamples;
      chunk.infer();
      device.loss(loss, network.architecture().outputScale(), chunk.output(),
          data.labels().columns(from, from + chunk.output().columns()), Scalar.ONE, null,
          sums.evaluation(firstChunk + i), sums.zero());
    }
  }

  /** Mean loss over the set, as of the last read. */
  double loss(int member) {
    double sum = 0;
    for (int i = 0; i < chunks.size(); i++) {
      sum += sums.evaluationLoss(member, firstChunk + i) * chunks.get(i).output().columns();
    }
    return chunks.size() == 1 ? sums.evaluationLoss(member, firstChunk) : sum / data.samples();
  }

  /** Share of samples whose largest output is that of their label. */
  double accuracy(int member) {
    double correct = 0;
    for (int i = 0; i < chunks.size(); i++) {
      correct += sums.evaluationCorrect(member, firstChunk + i);
    }
    return correct / data.samples();
  }

  @Override
  public void close() {
    if (plan != null) {
      plan.close();
    }
  }
}
