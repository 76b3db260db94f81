package dev.lamina.cli;

import dev.lamina.device.DeviceInfo;
import dev.lamina.device.MemoryPlan;
import dev.lamina.experiment.HeapNeed;
import dev.lamina.result.Json;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Prints what memory a run would need and whether the device has it. */
final class DryRun {

  private DryRun() {}

  /** Returns the command's exit code: the device is not usable for a run that it or the Java heap cannot hold. */
  static int print(MemoryPlan plan, DeviceInfo device, HeapNeed heap, boolean json, PrintWriter out) {
    boolean held = plan.bytes() <= device.memoryBytes();
    boolean room = heap.fits();
    boolean fits = held && room;
    if (json) {
      Map<String, Object> tree = new LinkedHashMap<>();
      Map<String, Object> purposes = new LinkedHashMap<>();
      plan.bytesByPurpose().forEach((purpose, bytes) -> purposes.put(name(purpose), bytes));
      tree.put("bytes_by_purpose", purposes);
      tree.put("bytes", plan.bytes());
      tree.put("device_memory_bytes", device.memoryBytes());
      tree.put("heap_bytes", heap.bytes());
      tree.put("heap_memory_bytes", HeapNeed.available());
      tree.put("fits", fits);
      out.print(Json.write(tree));
    } else {
      plan.bytesByPurpose().forEach((purpose, bytes) -> out.printf(Locale.ROOT, "%-14s %18d%n", name(purpose), bytes));
      out.printf(Locale.ROOT, "%-14s %18d  bytes, with padding%n", "total", plan.bytes());
      out.printf(Locale.ROOT, "%-14s %18d  bytes, of %d that are left%s%n", "Java heap", heap.bytes(),
          HeapNeed.available(), room ? "" : ", which do not hold it");
      out.printf(Locale.ROOT, "%-14s %18d  bytes: %s%n", "device memory", device.memoryBytes(),
          held ? "the device holds it" : "the device does not hold it");
    }
    out.flush();
    return fits ? ExitCode.DONE : ExitCode.DEVICE;
  }

  private static String name(MemoryPlan.Purpose purpose) {
    return purpose.name().toLowerCase(Locale.ROOT);
  }
}
