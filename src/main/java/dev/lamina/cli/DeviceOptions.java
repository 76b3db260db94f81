package dev.lamina.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Options of the commands that compute. */
final class DeviceOptions {

  @Option(names = "--device", paramLabel = "D", description = "auto, cpu, cuda or cuda:N")
  private String device;

  @Option(names = "--precision", paramLabel = "P", description = "fp32, tf32 or fp64")
  private String precision;

  /** The options as settings of a configuration, which they override. */
  List<String> settings() {
    List<String> settings = new ArrayList<>();
    if (device != null) {
      settings.add("device=" + device);
    }
    if (precision != null) {
      settings.add("precision=" + precision);
    }
    return settings;
  }
}
