package dev.lamina.data.fetch;

import dev.lamina.data.DataException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Brings a file from one address into a partial file, once, and goes on where the partial file ends: over HTTP with a
 * {@code Range} (RFC 9110, section 14), where the server knows it. Addresses of scheme {@code file} are copied.
 *
 * <p>Every way in which the other side fails is an {@link IOException} with a reason for people, after which the
 * partial file holds what has come; that this side cannot write is a {@link DataException}.
 */
final class Transfer {

  private static final Duration CONNECT = Duration.ofSeconds(20);
  private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)");
  private static final int OK = 200;
  private static final int PARTIAL_CONTENT = 206;
  private static final int RANGE_NOT_SATISFIABLE = 416;

  /** @param start the first byte of the file that {@code bytes} has */
  private record Body(InputStream bytes, long start) {}

  private final HttpClient client;
  private final Duration patience;

  /** @param patience how long the other side may be silent */
  Transfer(Duration patience) {
    this.patience = patience;
    client = HttpClient.newBuilder().connectTimeout(CONNECT).followRedirects(HttpClient.Redirect.NORMAL).build();
  }

  /**
   * Fills up the partial file.
   *
   * @param progress receives how many bytes are there
   * @throws RangeException if the other side does not continue what is there as it was asked to
   */
  void run(URI address, RemoteFile file, Path partial, LongConsumer progress) throws IOException {
    long there = PartialFile.size(partial);
    if (there == file.bytes()) {
      return;
    }
    Body body = open(address, file, there < file.bytes() ? there : 0);
    try (InputStream in = body.bytes();
        StallGuard guard = new StallGuard(in, patience);
        FileChannel out = openForWriting(partial, body.start())) {
      copy(in, guard, out, file, progress);
    }
  }

  private static void copy(InputStream in, StallGuard guard, FileChannel out, RemoteFile file, LongConsumer progress)
      throws IOException {
    byte[] buffer = new byte[1 << 16];
    long start = out.position();
    long there = start;
    while (true) {
      int read = read(in, guard, buffer);
      if (read < 0) {
        break;
      }
      there += read;
      if (there > file.bytes()) {
        String found = "it sends more than " + file.bytes() + " bytes";
        throw start > 0 ? new RangeException(found + " in all when asked to go on from byte " + start)
            : new IOException(found);
      }
      write(out, buffer, read, file);
      progress.accept(there);
    }
    if (there < file.bytes()) {
      throw new IOException("the connection ended after " + there + " of " + file.bytes() + " bytes");
    }
  }

  private static int read(InputStream in, StallGuard guard, byte[] buffer) throws IOException {
    try {
      int read = in.read(buffer);
      guard.moved();
      return read;
    } catch (IOException e) {
      throw guard.hasStopped() ? new IOException("nothing came for " + guard.patience().toSeconds() + " s", e) : e;
    }
  }

  private static FileChannel openForWriting(Path partial, long start) {
    try {
      return PartialFile.open(partial, start);
    } catch (IOException e) {
      throw cannotWrite(partial.toString(), e);
    }
  }

  private static void write(FileChannel out, byte[] buffer, int length, RemoteFile file) {
    ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, length);
    try {
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
    } catch (IOException e) {
      throw cannotWrite(file.name(), e);
    }
  }

  /** Not the other side's fault: no other place would help. */
  static DataException cannotWrite(String where, IOException e) {
    return new DataException(where, "it cannot be written (" + e + ")", "a folder with room for it",
        "make room, or name another folder with --to or LAMINA_DATA", e);
  }

  private Body open(URI address, RemoteFile file, long from) throws IOException {
    return "file".equalsIgnoreCase(address.getScheme()) ? openLocal(address, file, from)
        : openHttp(address, file, from);
  }

  private static Body openLocal(URI address, RemoteFile file, long from) throws IOException {
    Path source = Path.of(address);
    if (!Files.isRegularFile(source)) {
      throw new IOException("no such file");
    }
    requireSize(0, Files.size(source), file);
    InputStream in = Files.newInputStream(source);
    in.skipNBytes(from);
    return new Body(in, from);
  }

  private Body openHttp(URI address, RemoteFile file, long from) throws IOException {
    HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(patience).header("User-Agent", "lamina");
    if (from > 0) {
      request.header("Range", "bytes=" + from + "-");
    }
    HttpResponse<InputStream> response = send(request.build());
    try {
      long start = start(response, file, from);
      OptionalLong length = response.headers().firstValueAsLong("Content-Length");
      if (length.isPresent()) {
        requireSize(start, length.getAsLong(), file);
      }
      return new Body(response.body(), start);
    } catch (IOException e) {
      response.body().close();
      throw e;
    }
  }

  private HttpResponse<InputStream> send(HttpRequest request) throws IOException {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  /** The byte that the body starts with: where it was asked to, or 0 where the server knows no ranges. */
  private static long start(HttpResponse<InputStream> response, RemoteFile file, long from) throws IOException {
    int status = response.statusCode();
    if (status == OK) {
      return 0;
    }
    if (status == RANGE_NOT_SATISFIABLE && from > 0) {
      throw new RangeException("HTTP status " + status + " when asked for byte " + from + " and later");
    }
    if (status != PARTIAL_CONTENT) {
      throw new IOException("HTTP status " + status);
    }
    String range = response.headers().firstValue("Content-Range").orElse("");
    if (!isRest(CONTENT_RANGE.matcher(range), file, from)) {
      throw new RangeException("it sends the range '" + range + "' when asked for byte " + from + " and later");
    }
    return from;
  }

  private static boolean isRest(Matcher range, RemoteFile file, long from) {
    return range.matches() && Long.parseLong(range.group(1)) == from && Long.parseLong(range.group(2)) < file.bytes()
        && (range.group(3).equals("*") || Long.parseLong(range.group(3)) == file.bytes());
  }

  /** A page that says sorry, or another version of the file, is seen before it is read. */
  private static void requireSize(long start, long offered, RemoteFile file) throws IOException {
    if (start + offered != file.bytes()) {
      String found = "it has " + (start + offered) + " bytes instead of " + file.bytes();
      throw start > 0 ? new RangeException(found) : new IOException(found);
    }
  }
}
