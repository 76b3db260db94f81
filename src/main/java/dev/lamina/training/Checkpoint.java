package dev.lamina.training;

import dev.lamina.device.Device;
import dev.lamina.device.Matrix;
import dev.lamina.network.HostMatrix;
import dev.lamina.network.Network;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A run between two steps, in host memory: all that {@link Trainer#restore} needs to go on as if nothing had happened.
 *
 * @param epoch the epoch of the next step
 * @param step steps of that epoch that have been taken; 0 between two epochs
 * @param members how far each member has come
 * @param tensors weights, batch normalisations and velocities by name: {@code layer1.weight},
 *     {@code layer1.norm.running_mean}, {@code layer1.weight.velocity}; with {@code member0.} and so on in front where
 *     there are several members
 */
public record Checkpoint(int epoch, int step, List<MemberState> members, List<HostMatrix> tensors) {

  public Checkpoint {
    if (epoch < 0 || step < 0) {
      throw new IllegalArgumentException(
          "the next epoch and step of a checkpoint must be at least 0, not " + epoch + " and " + step);
    }
    members = List.copyOf(members);
    tensors = List.copyOf(tensors);
  }

  /** The present weights and batch normalisations of all members, named as in a checkpoint; waits for the device. */
  public static List<HostMatrix> weights(Device device, Network network) {
    return read(device, network.state());
  }

  static List<HostMatrix> read(Device device, Map<String, Matrix> state) {
    List<HostMatrix> tensors = new ArrayList<>();
    byMember(state).forEach((name, matrix) -> tensors.add(HostMatrix.read(device, name, matrix)));
    return tensors;
  }

  /** Writes the tensors of this checkpoint to matrices of their names and shapes, after checking all of them. */
  void write(Device device, Map<String, Matrix> state) {
    Map<String, HostMatrix> given = new HashMap<>();
    tensors.forEach(tensor -> given.put(tensor.name(), tensor));
    Map<String, Matrix> wanted = byMember(state);
    wanted.forEach((name, matrix) -> {
      HostMatrix tensor = given.remove(name);
      if (tensor == null) {
        throw new IllegalArgumentException("the checkpoint has no " + name);
      }
      if (tensor.rows() != matrix.rows() || tensor.columns() != matrix.columns()) {
        throw new IllegalArgumentException("the checkpoint's " + name + " is " + tensor.rows() + " x "
            + tensor.columns() + ", but the network's is " + matrix.rows() + " x " + matrix.columns());
      }
    });
    if (!given.isEmpty()) {
      throw new IllegalArgumentException("the checkpoint has a " + given.keySet().iterator().next()
          + ", which this network and optimiser do not");
    }
    for (HostMatrix tensor : tensors) {
      tensor.write(device, wanted.get(tensor.name()));
    }
  }

  /**
   * A state's matrices by the names of a checkpoint: each member by itself, which several members' names say in front.
   */
  public static Map<String, Matrix> byMember(Map<String, Matrix> state) {
    Map<String, Matrix> members = new LinkedHashMap<>();
    int count = state.values().iterator().next().members();
    for (int e = 0; e < count; e++) {
      String prefix = count == 1 ? "" : "member" + e + ".";
      for (Map.Entry<String, Matrix> entry : state.entrySet()) {
        members.put(prefix + entry.getKey(), entry.getValue().member(e));
      }
    }
    return members;
  }
}
