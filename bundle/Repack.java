import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;

/**
 * Copies the jar of a library without what a run never reads: the entries whose names match a pattern, Maven's files,
 * and the line numbers and names of variables in classes. Equal jars give equal copies.
 *
 * <p>Arguments: the jar, its copy, the pattern.
 */
final class Repack {
  private static final Pattern NEVER_READ =
      Pattern.compile("META-INF/(maven/.*/pom.xml|native-image|versions/\\d+/module-info).*");

  private Repack() {}

  public static void main(String[] arguments) throws IOException {
    Pattern without = Pattern.compile(arguments[2]);
    try (ZipFile jar = new ZipFile(arguments[0]);
        OutputStream file = Files.newOutputStream(Path.of(arguments[1]));
        ZipOutputStream copy = new ZipOutputStream(file)) {
      copy.setLevel(Deflater.BEST_COMPRESSION);
      List<? extends ZipEntry> entries = jar.stream()
          .filter(entry -> !entry.isDirectory() && !NEVER_READ.matcher(entry.getName()).matches())
          .filter(entry -> !without.matcher(entry.getName()).find())
          .sorted(Comparator.comparing(ZipEntry::getName)).toList();
      for (ZipEntry entry : entries) {
        // JavaCPP unpacks a native again when its time differs from that of the unpacked one.
        ZipEntry same = new ZipEntry(entry.getName());
        same.setTimeLocal(entry.getTimeLocal());
        copy.putNextEntry(same);
        copy.write(content(entry.getName(), jar.getInputStream(entry).readAllBytes()));
        copy.closeEntry();
      }
    }
  }

  private static byte[] content(String name, byte[] bytes) {
    if (!name.endsWith(".class") || name.endsWith("module-info.class")) {
      return bytes;
    }
    ClassWriter writer = new ClassWriter(0);
    new ClassReader(bytes).accept(writer, ClassReader.SKIP_DEBUG);
    return writer.toByteArray();
  }
}
