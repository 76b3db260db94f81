package dev.lamina.data.format;

/** What becomes of the positions of a sample: tokens of N x T x d, or places of N x channels x height x width. */
public enum Pool {
  /** Every position is a feature by itself: more dimensions than two are taken together. */
  NONE,
  MEAN,
  /** The largest of each feature. */
  MAX,
  FIRST,
  LAST,
  /** Every position is a sample, of its sample's class. */
  TOKENS
}
