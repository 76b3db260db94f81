package dev.lamina.experiment;

import dev.lamina.device.DeviceInfo;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a run's results depend on beside its configuration: {@code environment.json}. */
public final class Environment {

  private Environment() {}

  public static Map<String, Object> of(DeviceInfo device, String version, ExperimentConfig config) {
    Map<String, Object> map = machine(device, version);
    map.put("seed", config.seed());
    return map;
  }

  /** What there is to say without a configuration: versions, device, processor, commit, and when. */
  public static Map<String, Object> machine(DeviceInfo device, String version) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("lamina", version);
    map.put("finished", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    map.put("device", device.kind());
    map.put("device_name", device.name());
    map.put("device_memory_bytes", device.memoryBytes());
    map.put("libraries", device.versions());
    map.put("svd_driver", device.svdDriver());
    map.put("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.version"));
    map.put("operating_system", System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
        + System.getProperty("os.arch"));
    map.put("processors", Runtime.getRuntime().availableProcessors());
    // The launcher knows the commit; a program that embeds Lamina has none to name.
    map.put("commit", System.getProperty("lamina.commit"));
    return map;
  }
}
