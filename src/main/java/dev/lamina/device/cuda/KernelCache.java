package dev.lamina.device.cuda;

import dev.lamina.device.natives.Content;
import dev.lamina.device.natives.PrivateFolder;
import dev.lamina.device.natives.UserCache;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Compiled kernels on disk, so that only the first run compiles. A file is named by the hash of all that its content
 * depends on and starts with the hash of that content, so a torn or altered one is seen and compiled again. Files
 * appear atomically, so that processes may share the folder. Where another user could have put a file, nothing is read
 * or kept.
 */
final class KernelCache {

  private static final int HASH_BYTES = 32;

  /**
   * Opens the folder, which makes it if it is not there and closes it to others; fails if it is not the user's alone.
   */
  private interface Place {
    PrivateFolder open() throws IOException;
  }

  private final Optional<Place> place;

  private KernelCache(Optional<Place> place) {
    this.place = place;
  }

  /** A cache in a folder that the user has named. */
  KernelCache(Path folder) {
    this(Optional.of(() -> PrivateFolder.at(folder)));
  }

  /** The user's: {@code kernels} in {@code $XDG_CACHE_HOME/lamina}, or in {@code ~/.cache/lamina}. */
  static KernelCache ofUser() {
    return ofUser(UserCache.ofThisProcess());
  }

  /** @param cache of the user; without one nothing is kept */
  static KernelCache ofUser(Optional<Path> cache) {
    return new KernelCache(cache.map(path -> () -> PrivateFolder.cached(path, Path.of("lamina", "kernels"))));
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

  /** What was stored under a key, if it is there, whole, and written by this user. */
  Optional<byte[]> load(String key) {
    if (place.isEmpty()) {
      return Optional.empty();
    }
    try {
      PrivateFolder folder = place.get().open();
      return folder.holds(file(key)) ? image(Files.readAllBytes(folder.path().resolve(file(key)))) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<byte[]> image(byte[] file) {
    if (file.length <= HASH_BYTES) {
      return Optional.empty();
    }
    byte[] image = Arrays.copyOfRange(file, HASH_BYTES, file.length);
    boolean whole = Arrays.equals(sha256().digest(image), 0, HASH_BYTES, file, 0, HASH_BYTES);
    return whole ? Optional.of(image) : Optional.empty();
  }

  /** Stores an image; a folder that cannot be written, or is not the user's alone, only costs the next run its time. */
  void store(String key, byte[] image) {
    if (place.isEmpty()) {
      return;
    }
    byte[] file = Arrays.copyOf(sha256().digest(image), HASH_BYTES + image.length);
    System.arraycopy(image, 0, file, HASH_BYTES, image.length);
    try {
      place.get().open().put(file(key), Content.of(file));
    } catch (IOException e) {
      return; // and the next run compiles again
    }
  }

  private static String file(String key) {
    return key + ".cubin";
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
