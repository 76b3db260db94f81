package dev.lamina.measure;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Bytes: what is free, and how users write them. */
public final class MemorySize {

  private static final Pattern AVAILABLE = Pattern.compile("(?m)^MemAvailable:\\s+(\\d+) kB$");
  private static final Pattern WRITTEN = Pattern.compile("(\\d{1,15})([kmgt]?)(i?b)?");

  private MemorySize() {}

  /**
   * What could be used without swapping: on Linux more than what is unused, since caches give way; in a container no
   * more than it may have.
   */
  public static long free() {
    OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    try {
      Matcher available = AVAILABLE.matcher(Files.readString(Path.of("/proc/meminfo")));
      if (available.find()) {
        return Math.min(Long.parseLong(available.group(1)) << 10, system.getTotalMemorySize());
      }
    } catch (IOException e) {
      // Another system, which the JVM knows.
    }
    return system.getFreeMemorySize();
  }

  /**
   * Reads {@code 2g}, {@code 512m}, {@code 1GiB} or a number of bytes; units are powers of 1024.
   *
   * @throws IllegalArgumentException if it is none of these
   */
  public static long parse(String text) {
    Matcher parts = WRITTEN.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!parts.matches() || Long.parseLong(parts.group(1)) == 0) {
      throw new IllegalArgumentException("'" + text + "' is no amount of memory; expected one such as 2g or 512m");
    }
    int shift = parts.group(2).isEmpty() ? 0 : 10 * ("kmgt".indexOf(parts.group(2)) + 1);
    return Math.multiplyExact(Long.parseLong(parts.group(1)), 1L << shift);
  }

  /** The same for people: {@code 1.5 GiB}. */
  public static String text(long bytes) {
    if (bytes < 1 << 20) {
      return bytes + " bytes";
    }
    return bytes < 1 << 30 ? String.format(Locale.ROOT, "%.1f MiB", bytes / 0x1p20)
        : String.format(Locale.ROOT, "%.1f GiB", bytes / 0x1p30);
  }
}
