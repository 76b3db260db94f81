package dev.lamina.data.fetch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A place of files on this machine, which answers well or badly, and keeps what it was asked. */
final class LocalPlace implements AutoCloseable {

  /** How a request is answered. */
  @FunctionalInterface
  interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  /** The ranges of the requests in their order; empty where there was none. */
  final List<String> ranges = Collections.synchronizedList(new ArrayList<>());

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  /** @param answers to the requests in turn; the last one to all later ones */
  LocalPlace(Answer... answers) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/files/", exchange -> {
      String range = exchange.getRequestHeaders().getFirst("Range");
      ranges.add(range == null ? "" : range);
      try (exchange) {
        answers[Math.min(ranges.size(), answers.length) - 1].to(exchange);
      }
    });
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/files/");
  }

  /** The whole file, or the range that was asked for. */
  static Answer whole(byte[] content) {
    return exchange -> {
      int from = from(exchange);
      send(exchange, content, from, content.length, content.length);
    };
  }

  /** As {@link #whole}, but the connection ends after so many bytes. */
  static Answer cut(byte[] content, int after) {
    return exchange -> {
      int from = from(exchange);
      send(exchange, content, from, Math.min(content.length, from + after), content.length);
    };
  }

  /** As {@link #whole} of a server that knows no ranges. */
  static Answer withoutRanges(byte[] content, int after) {
    return exchange -> {
      exchange.sendResponseHeaders(200, content.length);
      exchange.getResponseBody().write(content, 0, after);
    };
  }

  /** Does not say how long the file is. */
  static Answer chunked(byte[] content) {
    return exchange -> {
      exchange.sendResponseHeaders(200, 0);
      try (OutputStream body = exchange.getResponseBody()) {
        body.write(content);
      }
    };
  }

  /** As {@link #whole}, but a request for the rest gets this status, this range and all bytes. */
  static Answer lying(byte[] content, int code, String range) {
    return exchange -> {
      if (from(exchange) == 0) {
        send(exchange, content, 0, content.length, content.length);
        return;
      }
      exchange.getResponseHeaders().set("Content-Range", range);
      exchange.sendResponseHeaders(code, 0);
      try (OutputStream body = exchange.getResponseBody()) {
        body.write(content);
      }
    };
  }

  static Answer status(int code) {
    return exchange -> exchange.sendResponseHeaders(code, -1);
  }

  /** Sends so many bytes and then nothing, for longer than anyone waits. */
  static Answer stalled(byte[] content, int after) {
    return exchange -> {
      exchange.sendResponseHeaders(200, content.length);
      exchange.getResponseBody().write(content, 0, after);
      exchange.getResponseBody().flush();
      try {
        Thread.sleep(60_000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    };
  }

  static Answer moved(URI to) {
    return exchange -> {
      exchange.getResponseHeaders().set("Location", to.toString());
      exchange.sendResponseHeaders(302, -1);
    };
  }

  private static int from(HttpExchange exchange) {
    String range = exchange.getRequestHeaders().getFirst("Range");
    return range == null ? 0 : Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
  }

  private static void send(HttpExchange exchange, byte[] content, int from, int to, int length) throws IOException {
    if (from > 0) {
      exchange.getResponseHeaders().set("Content-Range", "bytes " + from + "-" + (length - 1) + "/" + length);
    }
    exchange.sendResponseHeaders(from > 0 ? 206 : 200, length - from);
    exchange.getResponseBody().write(Arrays.copyOfRange(content, from, to));
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
