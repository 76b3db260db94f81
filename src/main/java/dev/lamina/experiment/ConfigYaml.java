package dev.lamina.experiment;

import dev.lamina.data.PlainText;
import java.io.StringReader;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads the keys of a configuration from YAML as they are written: a value is the text in the file, whatever YAML would
 * take it for ({@code no}, {@code 010}, {@code 1.10}), and {@link ConfigKey} makes of it what the key takes. Only an
 * empty value, {@code null} or {@code ~} without quotes stands for nothing. An alias is the value of its anchor.
 */
final class ConfigYaml {
  private static final int LONGEST_SHOWN = 60;

  /** Tags that say what a text is anyway; others ask for what is not there. */
  private static final Set<Tag> TAGS = Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.TIMESTAMP, Tag.MERGE,
      new Tag("tag:yaml.org,2002:value"));

  private final Map<ConfigKey, Setting> settings = new EnumMap<>(ConfigKey.class);

  private ConfigYaml() {}

  /**
   * A value as it is written.
   *
   * @param text null where nothing is
   * @param line of the key, from 1
   */
  record Setting(String text, int line) {}

  /**
   * Reads a configuration.
   *
   * @throws ConfigException if this is not YAML, a key is unknown or given twice, or something else than one value is
   *     given; the message names the line
   */
  static Map<ConfigKey, Setting> read(String yaml) {
    ConfigYaml config = new ConfigYaml();
    Node root = root(yaml);
    if (root instanceof MappingNode mapping) {
      config.flatten("", mapping);
    } else if (root != null && !isNothing(root)) {
      throw new ConfigException(
          "line " + line(root) + ": expected keys and values, not " + PlainText.line(described(root), LONGEST_SHOWN));
    }
    return config.settings;
  }

  /** The only document, or null if the file is empty. */
  private static Node root(String yaml) {
    LoaderOptions limits = new LoaderOptions();
    limits.setMaxAliasesForCollections(50);
    try {
      Iterator<Node> documents = new Yaml(limits).composeAll(new StringReader(yaml)).iterator();
      Node root = documents.hasNext() ? documents.next() : null;
      if (documents.hasNext()) {
        throw new ConfigException("this is not YAML of one document: a second one begins in line "
            + line(documents.next()));
      }
      return root;
    } catch (MarkedYAMLException e) {
      String place = e.getProblemMark() == null ? "" : " at line " + (e.getProblemMark().getLine() + 1);
      throw new ConfigException("this is not YAML" + place + ": " + PlainText.line(e.getProblem(), 200));
    } catch (YAMLException e) {
      throw new ConfigException("this is not YAML: " + PlainText.line(String.valueOf(e.getMessage()), 200));
    }
  }

  private void flatten(String prefix, MappingNode mapping) {
    Map<String, Integer> groups = new HashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      int line = line(tuple.getKeyNode());
      if (!(tuple.getKeyNode() instanceof ScalarNode scalar)) {
        throw new ConfigException("line " + line + ": expected the name of a key, not "
            + described(tuple.getKeyNode()));
      }
      if (Tag.MERGE.equals(scalar.getTag()) && scalar.isPlain()) {
        throw new ConfigException("line " + line + ": '<<' is not taken; write the keys that it would bring");
      }
      String key = prefix + scalar.getValue();
      Node value = tuple.getValueNode();
      if (ConfigKey.isGroup(key) && (value instanceof MappingNode || isNothing(value))) {
        Integer before = groups.put(key, line);
        if (before != null) {
          throw twice(key, before, line);
        }
        if (value instanceof MappingNode group) {
          flatten(key + ".", group);
        } // else all of its keys are left out or commented out
      } else {
        put(key, value, line);
      }
    }
  }

  private void put(String name, Node value, int line) {
    if (value instanceof MappingNode inner) {
      String first = inner.getValue().isEmpty() || !(inner.getValue().get(0).getKeyNode() instanceof ScalarNode scalar)
          ? "" : "." + scalar.getValue();
      throw at(line, () -> ConfigKey.of(name + first), name + " takes one value, not keys and values");
    }
    if (!(value instanceof ScalarNode scalar)) {
      throw at(line, () -> ConfigKey.of(name), name + " takes one value, not a list");
    }
    if (!TAGS.contains(value.getTag())) {
      throw new ConfigException("line " + line + ": the tag " + PlainText.line(value.getTag().getValue(), LONGEST_SHOWN)
          + " of " + PlainText.line(name, LONGEST_SHOWN) + " is not taken; leave it out");
    }
    ConfigKey key;
    try {
      key = ConfigKey.of(name);
    } catch (ConfigException e) {
      throw new ConfigException("line " + line + ": " + e.getMessage());
    }
    Setting before = settings.put(key, new Setting(isNothing(value) ? null : scalar.getValue(), line));
    if (before != null) {
      throw twice(key.key(), before.line(), line);
    }
  }

  /** What is wrong with the name, or else the message. */
  private static ConfigException at(int line, Runnable name, String message) {
    try {
      name.run();
    } catch (ConfigException e) {
      return new ConfigException("line " + line + ": " + e.getMessage());
    }
    return new ConfigException("line " + line + ": " + message);
  }

  private static ConfigException twice(String key, int first, int second) {
    return new ConfigException(key + " is given twice, in line " + first + " and line " + second + "; leave one out");
  }

  private static boolean isNothing(Node node) {
    return node instanceof ScalarNode && Tag.NULL.equals(node.getTag());
  }

  private static int line(Node node) {
    return node.getStartMark().getLine() + 1;
  }

  private static String described(Node node) {
    return node instanceof ScalarNode scalar ? "'" + scalar.getValue() + "'"
        : node instanceof MappingNode ? "keys and values" : "a list";
  }
}
