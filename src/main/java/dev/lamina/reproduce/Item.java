package dev.lamina.reproduce;

import java.util.List;

/** A group of the paper's figures and claims that share their experiments. */
public interface Item {

  /** What it is called on the command line. */
  String name();

  /** What it is about, in a line. */
  String title();

  /** Paragraphs for a reader: what is run, what varies, and which of it is ours since the paper does not say. */
  List<String> about();

  /** The packaged experiments that its runs start from. */
  List<String> experiments();

  /** What of the user's its runs may be on, in place of its own data. */
  default UserData takes() {
    return UserData.NONE;
  }

  /** Runs everything and judges it. */
  Findings run(Lab lab);
}
