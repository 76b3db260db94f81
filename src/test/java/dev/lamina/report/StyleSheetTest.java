package dev.lamina.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.report.chart.Style;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Contrast by WCAG 2.2: 4.5 for text, 3 for what must be seen of a drawing. */
class StyleSheetTest {
  private static List<Map<String, Integer>> palettes() throws Exception {
    try (InputStream resource = StyleSheetTest.class.getResourceAsStream("/report/report.css")) {
      String css = new String(resource.readAllBytes(), StandardCharsets.UTF_8);
      int dark = css.indexOf("prefers-color-scheme: dark");
      assertTrue(dark > 0);
      return List.of(colours(css.substring(0, dark)), colours(css.substring(dark)));
    }
  }

  private static Map<String, Integer> colours(String css) {
    Map<String, Integer> colours = new HashMap<>();
    Matcher matcher = Pattern.compile("--([a-z0-9-]+): #([0-9a-f]{6})").matcher(css);
    while (matcher.find()) {
      colours.put(matcher.group(1), Integer.parseInt(matcher.group(2), 16));
    }
    return colours;
  }

  private static double luminance(int colour) {
    double sum = 0;
    double[] weights = {0.2126, 0.7152, 0.0722};
    for (int channel = 0; channel < 3; channel++) {
      double value = (colour >> 16 - 8 * channel & 0xff) / 255.0;
      sum += weights[channel] * (value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4));
    }
    return sum;
  }

  private static void contrast(Map<String, Integer> palette, String front, String back, double least) {
    double one = luminance(palette.get(front)) + 0.05;
    double other = luminance(palette.get(back)) + 0.05;
    double ratio = Math.max(one, other) / Math.min(one, other);
    assertTrue(ratio >= least, front + " on " + back + ": " + ratio);
  }

  @Test
  void textIsLegible() throws Exception {
    for (Map<String, Integer> palette : palettes()) {
      for (String back : List.of("page", "panel", "region")) {
        contrast(palette, "text", back, 4.5);
        contrast(palette, "soft", back, 4.5);
      }
      contrast(palette, "good", "page", 4.5);
      contrast(palette, "bad", "page", 4.5);
      contrast(palette, "warn", "page", 4.5);
      contrast(palette, "c0", "page", 4.5);
      contrast(palette, "text", "heat", 4.5);
      contrast(palette, "bad", "bad-panel", 4.5);
      contrast(palette, "warn", "warn-panel", 4.5);
    }
  }

  @Test
  void linesAreVisible() throws Exception {
    for (Map<String, Integer> palette : palettes()) {
      for (int colour = 0; colour < 3; colour++) {
        contrast(palette, "c" + colour, "page", 3);
        contrast(palette, "c" + colour, "region", 3);
      }
      for (int step = 0; step < Style.STEPS; step++) {
        contrast(palette, "q" + step, "page", 3);
      }
    }
  }

  @Test
  void theSequentialScaleUsesItsEnds() {
    assertEquals("q0", Style.sequential(0, 6));
    assertEquals("q8", Style.sequential(5, 6));
    assertEquals("q4", Style.sequential(0, 1));
  }
}
