package dev.lamina.device;

import java.util.List;

/**
 * What a device is.
 *
 * @param kind {@code cpu} or {@code cuda}
 * @param name the processor's name
 * @param memoryBytes memory that a run may plan for
 * @param versions libraries and their versions, a line each, such as {@code OpenBLAS 0.3.31}
 * @param svdDriver the routine behind {@link Device#singularValues} and {@link Device#svd}, such as {@code LAPACK
 *     gesdd}
 */
public record DeviceInfo(String kind, String name, long memoryBytes, List<String> versions, String svdDriver) {
  public DeviceInfo {
    versions = List.copyOf(versions);
  }
}
