package dev.lamina.report;

import dev.lamina.report.chart.Markup;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The script of every page, which stands at its end. The page is whole without it. */
final class Script {

  /** A section of characters in XML, which HTML does not know: there the marks are comments of the script. */
  private static final String TEXT = "//<![CDATA[\n" + PageResource.read("/report/report.js") + "//]]>";

  private Script() {}

  static void write(Markup page) {
    page.open("script").markup(TEXT).close();
  }

  /** What a policy says to allow this script and no other: its SHA-256. */
  static String source() {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(TEXT.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }
}
