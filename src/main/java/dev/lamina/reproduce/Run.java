package dev.lamina.reproduce;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One experiment that an item ran.
 *
 * @param label what it is called among those of the item
 * @param experiment the packaged configuration that it started from
 * @param settings what differed from that
 * @param seconds of training and measuring
 * @param texts its configuration and tables, by the names of their files
 */
record Run(String label, String experiment, List<String> settings, double seconds, Map<String, String> texts) {
  Run {
    settings = List.copyOf(settings);
    texts = new LinkedHashMap<>(texts);
  }
}
