package dev.lamina.data.fetch;

import java.util.ArrayList;
import java.util.List;

/** Keeps what a fetch says. */
final class Log implements FetchListener {
  final List<String> messages = new ArrayList<>();
  final List<Long> progress = new ArrayList<>();

  @Override
  public void say(String message) {
    messages.add(message);
  }

  @Override
  public void progress(RemoteFile file, long bytes) {
    progress.add(bytes);
  }
}
