package dev.lamina.experiment;

/** Writes a resolved configuration as YAML that reads back to the same values: every key, with what it means. */
final class ConfigWriter {

  private static final int COMMENT_COLUMN = 44;

  private ConfigWriter() {}

  static String yaml(ExperimentConfig config) {
    StringBuilder yaml = new StringBuilder();
    String section = "";
    for (ConfigKey key : ConfigKey.values()) {
      int dot = key.key().indexOf('.');
      String group = dot < 0 ? "" : key.key().substring(0, dot);
      if (!group.equals(section)) {
        yaml.append('\n').append(group).append(":\n");
        section = group;
      }
      String line = (dot < 0 ? "" : "  ") + key.key().substring(dot + 1) + ": " + scalar(config.value(key));
      yaml.append(line).append(" ".repeat(Math.max(2, COMMENT_COLUMN - line.length()))).append("# ")
          .append(key.meaning()).append('\n');
    }
    return yaml.toString();
  }

  private static String scalar(Object value) {
    if (value instanceof String text) {
      return text.matches("[A-Za-z][A-Za-z0-9_-]*") && !text.matches("(?i)y|n|yes|no|on|off|true|false|null")
          ? text : "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
    return String.valueOf(value);
  }
}
