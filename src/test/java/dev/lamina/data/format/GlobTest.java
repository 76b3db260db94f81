package dev.lamina.data.format;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class GlobTest {

  @Test
  void patternsFitWholeNames() {
    assertTrue(Glob.matches("*", "") && Glob.matches("a*b?c*", "axxbyc") && Glob.matches("a", "a"));
    assertTrue(!Glob.matches("a", "ab") && !Glob.matches("?", ""));
    assertTrue(!Glob.matches("*a", "ab") && !Glob.matches("[a]", "a"));
    assertTrue(!Glob.matches("a*".repeat(1000) + "b", "a".repeat(10_000)));
  }
}
