package dev.lamina.data.fetch;

/** Follows a fetch. */
public interface FetchListener {

  /** Something worth a line has happened. */
  void say(String message);

  /**
   * A file has come further; called often.
   *
   * @param bytes of it that are there
   */
  void progress(RemoteFile file, long bytes);
}
