package dev.lamina.bundle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What nvidia-smi told of the first GPU.
 *
 * @param values by property, such as {@code 143771 MiB} of {@code memory.total}; none where there is no nvidia-smi
 */
record GpuState(Map<String, String> values) {

  /** @param file a line of names and a line of values, both with commas between; or nothing */
  static GpuState read(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    Map<String, String> values = new LinkedHashMap<>();
    if (lines.size() == 2) {
      String[] names = lines.get(0).split(",");
      String[] found = lines.get(1).split(", ");
      for (int i = 0; i < Math.min(names.length, found.length); i++) {
        values.put(names[i], found[i]);
      }
    }
    return new GpuState(values);
  }

  long usedMebibytes() {
    return Long.parseLong(values.get("memory.used").replaceAll("[^0-9]", ""));
  }
}
