package dev.lamina.device.cuda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Compiled kernels on disk, so that only the first run compiles. A file is named by the hash of all that its content
 * depends on and starts with the hash of that content, so a torn or altered one is seen and compiled again. Files appear
 * atomically, so that processes may share the folder.
 */
final class KernelCache {

  private static final int HASH_BYTES = 32;

  private final Path folder;

  KernelCache(Path folder) {
    this.folder = folder;
  }

  /** The user's: {@code kernels} in {@code $XDG_CACHE_HOME/lamina}, or in {@code ~/.cache/lamina}. */
  static KernelCache ofUser() {
    String set = System.getenv("XDG_CACHE_HOME");
    Path base = set != null && set.startsWith("/") ? Path.of(set) : Path.of(System.getProperty("user.home"), ".cache");
    return new KernelCache(base.resolve("lamina").resolve("kernels"));
  }

  /** The name of what was compiled from these parts: the text, the options, the compiler's version. */
  static String key(List<String> parts) {
    MessageDigest digest = sha256();
    for (String part : parts) {
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
      digest.update(bytes);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** What was stored under a key, if it is there and whole. */
  Optional<byte[]> load(String key) {
    try {
      byte[] file = Files.readAllBytes(file(key));
      if (file.length <= HASH_BYTES) {
        return Optional.empty();
      }
      byte[] image = Arrays.copyOfRange(file, HASH_BYTES, file.length);
      boolean whole = Arrays.equals(sha256().digest(image), 0, HASH_BYTES, file, 0, HASH_BYTES);
      return whole ? Optional.of(image) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Stores an image; a folder that cannot be written only costs the next run its time. */
  void store(String key, byte[] image) {
    Path part = null;
    try {
      Files.createDirectories(folder);
      part = Files.createTempFile(folder, key.substring(0, 16), ".part");
      Files.write(part, sha256().digest(image));
      Files.write(part, image, StandardOpenOption.APPEND);
      Files.move(part, file(key), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      delete(part);
    }
  }

  private static void delete(Path part) {
    try {
      if (part != null) {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("an unfinished file of the kernel cache cannot be deleted: " + part, e);
    }
  }

  private Path file(String key) {
    return folder.resolve(key + ".cubin");
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
