package dev.lamina.reproduce;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The settings of a packaged configuration that the paper does not give: their comments begin with "ours". */
final class OwnSettings {

  /**
   * One of them.
   *
   * @param key with its section, {@code training.epochs}
   * @param value as it is written
   * @param reason what the comment says beside "ours"; may be empty
   */
  record Setting(String key, String value, String reason) {}

  private static final Pattern SECTION = Pattern.compile("([a-z-]+):\\s*(#.*)?");
  private static final Pattern OWN = Pattern.compile("(\\s*)([a-z-]+):\\s*(\\S+)\\s+#\\s*ours\\b[:;,]?\\s*(.*)");

  private OwnSettings() {}

  static List<Setting> of(String yaml) {
    List<Setting> settings = new ArrayList<>();
    String section = "";
    for (String line : yaml.lines().toList()) {
      Matcher opened = SECTION.matcher(line);
      if (opened.matches()) {
        section = opened.group(1) + ".";
      }
      Matcher own = OWN.matcher(line);
      if (own.matches()) {
        String key = (own.group(1).isEmpty() ? "" : section) + own.group(2);
        settings.add(new Setting(key, own.group(3), own.group(4).strip()));
      }
    }
    return settings;
  }
}
