package dev.lamina.device.cpu;

import dev.lamina.device.Matrix;
import dev.lamina.random.RandomStream;

/** Random fills: element i is number i of its member's stream, so the split among workers does not show. */
final class Randoms {

  private Randoms() {}

  static Phase normal(int threads, long[] seeds, int stream, double deviation, Matrix target) {
    RandomStream[] streams = streams(seeds, stream, target);
    Values[] targets = Values.of(target);
    return Phase.split(target.members(), threads, target.size(), 16, (member, from, to, scratch) -> {
      double[] tile = scratch.doubles(0, Scratch.TILE);
      for (long at = from; at < to; at += Scratch.TILE) {
        int count = (int) Math.min(Scratch.TILE, to - at);
        streams[member].normals(at, tile, 0, count);
        for (int i = 0; i < count; i++) {
          tile[i] *= deviation;
        }
        targets[member].put(at, tile, count);
      }
    });
  }

  static Phase uniform(int threads, long[] seeds, int stream, double low, double high, Matrix target) {
    RandomStream[] streams = streams(seeds, stream, target);
    Values[] targets = Values.of(target);
    return Phase.split(target.members(), threads, target.size(), 8, (member, from, to, scratch) -> {
      double[] tile = scratch.doubles(0, Scratch.TILE);
      for (long at = from; at < to; at += Scratch.TILE) {
        int count = (int) Math.min(Scratch.TILE, to - at);
        streams[member].uniforms(at, tile, 0, count);
        for (int i = 0; i < count; i++) {
          tile[i] = low + (high - low) * tile[i];
        }
        targets[member].put(at, tile, count);
      }
    });
  }

  private static RandomStream[] streams(long[] seeds, int stream, Matrix target) {
    RandomStream[] streams = new RandomStream[seeds.length];
    for (int e = 0; e < seeds.length; e++) {
      streams[e] = new RandomStream(seeds[e], stream);
    }
    return streams;
  }
}
