package dev.lamina.reproduce;

/** Follows a reproduction. */
public interface Watcher {

  /** An item begins. */
  void item(String name, String title);

  /** Epochs of a run have finished. */
  void epoch(String item, String run, int done, int total);

  /** An item has ended. */
  void finished(String name, int holding, int claims, double seconds);
}
