package dev.lamina.bundle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What nvidia-smi told of the first GPU.
 *
 * @param values by property, such as {@code 143771 MiB} of {@code memory.total}; none where there is no nvidia-smi
 */
record GpuState(Map<String, String> values) {
  /** Drivers keep a little memory once they have been used. */
  private static final long KEPT_MEBIBYTES = 16;

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

  /** Whether a GPU that was like this is left as it was; nothing is compared where nvidia-smi told nothing before. */
  Acceptance.Result compare(GpuState after) {
    if (values.isEmpty()) {
      return Acceptance.Result.skipped("there is no nvidia-smi on this machine");
    }
    OptionalLong used = usedMebibytes();
    OptionalLong left = after.usedMebibytes();
    if (used.isEmpty() || left.isEmpty()) {
      return new Acceptance.Result(false, "nvidia-smi told of " + values + " before and of " + after.values + " after");
    }
    return new Acceptance.Result(left.getAsLong() <= used.getAsLong() + KEPT_MEBIBYTES,
        used.getAsLong() + " MiB before, " + left.getAsLong() + " MiB after");
  }

  private OptionalLong usedMebibytes() {
    String digits = values.getOrDefault("memory.used", "").replaceAll("[^0-9]", "");
    return digits.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(digits));
  }
}
