package dev.lamina.experiment;

import dev.lamina.network.Architecture;
import dev.lamina.network.LayerPart;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The names that a network's arrays have in a file: {@code init.weights} with the numbers of layer and member filled
 * in, and what stands beside a name that ends in {@code weight}. The arrays of an ensemble, as Lamina names them, are
 * found without being asked for.
 *
 * @param file where they are, for messages
 * @param names of all its arrays
 * @param pattern of a weight's name
 * @param members of the run
 */
record StateNames(Path file, Set<String> names, String pattern, int members, Architecture architecture) {

  private static final String LAYER = "{layer}";
  private static final String MEMBER = "{member}";

  /** Names that a message shows. */
  private static final int LISTED = 20;

  private static final String WEIGHT = LayerPart.WEIGHT.label();

  /**
   * Finds the names and holds them against what the network needs.
   *
   * @throws ConfigException if an array is missing, or one has no place in the network
   */
  static StateNames of(ExperimentConfig config, Architecture architecture, List<String> names) {
    StateNames asked = new StateNames(
        config.initFile(), new LinkedHashSet<>(names), config.initWeights(), config.members(), architecture);
    StateNames ensemble = new StateNames(
        asked.file, asked.names, "member" + MEMBER + "." + asked.pattern, asked.members, architecture);
    StateNames found = !asked.perMember() && !asked.holds(0, 1, LayerPart.WEIGHT)
        && ensemble.holds(0, 1, LayerPart.WEIGHT) ? ensemble : asked;
    found.requireMembers();
    found.requireArrays();
    return found;
  }

  /** Whether each member has arrays of its own. */
  boolean perMember() {
    return pattern.contains(MEMBER);
  }

  /** The name of an array; a member's number is left out where all share one. */
  String of(int member, int layer, LayerPart part) {
    String weight = pattern.replace(LAYER, Integer.toString(layer)).replace(MEMBER, Integer.toString(member));
    return part == LayerPart.WEIGHT ? weight : weight.substring(0, weight.length() - WEIGHT.length()) + part.label();
  }

  /** Whether the file has that part of some layer; of batch normalisation, any. */
  boolean has(LayerPart part) {
    return part == LayerPart.WEIGHT || isAnyHeld(part)
        || part.isNorm() && Arrays.stream(LayerPart.values()).anyMatch(other -> other.isNorm() && isAnyHeld(other));
  }

  private boolean isAnyHeld(LayerPart part) {
    return layers().anyMatch(layer -> holders().anyMatch(e -> holds(e, layer, part)));
  }

  private boolean holds(int member, int layer, LayerPart part) {
    return (part == LayerPart.WEIGHT || pattern.endsWith(WEIGHT)) && names.contains(of(member, layer, part));
  }

  private IntStream layers() {
    return IntStream.rangeClosed(1, architecture.depth());
  }

  /** The members whose arrays are looked for. */
  IntStream holders() {
    return IntStream.range(0, perMember() ? members : 1);
  }

  private static String list(Set<String> names) {
    String first = names.stream().limit(LISTED).collect(Collectors.joining(", "));
    return names.size() <= LISTED ? first : first + " and " + (names.size() - LISTED) + " more";
  }

  private void requireMembers() {
    if (!perMember() || !holds(0, 1, LayerPart.WEIGHT)) {
      return;
    }
    int held = (int) IntStream.iterate(0, e -> e + 1).takeWhile(e -> holds(e, 1, LayerPart.WEIGHT)).count();
    if (held != members) {
      throw new ConfigException("init.file " + file + " holds " + held + " members, but the run has " + members
          + "; set members=" + held + ", or start from one of them with init.weights=" + pattern.replace(MEMBER, "0"));
    }
  }

  private void requireArrays() {
    holders().forEach(e -> {
      for (int layer = 1; layer <= architecture.depth(); layer++) {
        for (LayerPart part : LayerPart.values()) {
          boolean needed = part.isIn(architecture.layer(layer));
          if (needed && has(part) && !holds(e, layer, part)) {
            throw new ConfigException("init.file " + file + " has no array '" + of(e, layer, part)
                + "' (init.weights); it has " + list(names));
          }
          if (!needed && holds(e, layer, part)) {
            throw new ConfigException("init.file " + file + " has an array '" + of(e, layer, part)
                + "', but layer " + layer + " of this network has no " + part.words());
          }
        }
      }
      int further = architecture.depth() + 1;
      if (pattern.contains(LAYER) && holds(e, further, LayerPart.WEIGHT)) {
        throw new ConfigException("init.file " + file + " has weights of layer " + further + ", '"
            + of(e, further, LayerPart.WEIGHT) + "', but the network has " + architecture.depth()
            + " layers; network.hidden is one fewer than the layers of the file");
      }
    });
  }
}
