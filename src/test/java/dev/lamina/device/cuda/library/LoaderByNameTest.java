package dev.lamina.device.cuda.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class LoaderByNameTest {

  @Test
  void findsWhatTheLoaderFinds() {
    Path file = LoaderByName.find("libm.so.6").orElseThrow();
    assertTrue(Files.isRegularFile(file) && file.getFileName().toString().startsWith("libm"), file.toString());
    assertEquals(Optional.empty(), LoaderByName.find("libabsent.so.1"));
  }

  @Test
  void readsPathsOfMaps() {
    List<String> maps = List.of(
        "7f00-7f01 rw-p 00000000 00:00 0 ",
        "7f01-7f02 r-xp 00000000 08:01 12                         /usr/lib/libcudart.so.12",
        "7f02-7f03 r-xp 00000000 08:01 13                         /my drivers/libcuda.so.550.54.14",
        "7f03-7f04 rw-p 00000000 00:00 0                          [stack]");
    assertEquals(Optional.of(Path.of("/my drivers/libcuda.so.550.54.14")), LoaderByName.mapped("libcuda.so.1", maps));
    assertEquals(Optional.empty(), LoaderByName.mapped("libcublas.so.12", maps));
  }
}
