package dev.lamina.experiment;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.device.DeviceException;
import org.junit.jupiter.api.Test;

class HeapNeedTest {

  @Test
  void whatDoesNotFitIsRefused() {
    HeapNeed most = new HeapNeed(Runtime.getRuntime().maxMemory() + 1);
    assertFalse(most.fits());
    String message = assertThrows(DeviceException.class, most::require).getMessage();
    assertTrue(message.contains("Java heap") && message.contains("-Xmx"), message);
    HeapNeed little = new HeapNeed(1);
    assertTrue(little.fits());
    little.require();
  }
}
