package dev.lamina.device.cpu;

/**
 * Work without an order inside: {@code parts} pieces for each of {@code members} members. An operation is one phase or
 * a few, each of which needs the one before.
 *
 * <p>Where members have nothing in common, a worker may also run many phases in a row for one of them, which then stays
 * in its cache (see {@link CpuPlan}).
 *
 * @param members members of what is written
 * @param parts pieces per member
 */
record Phase(int members, int parts, Body body) {

  /** One piece. */
  @FunctionalInterface
  interface Body {
    void run(int member, int part, Scratch scratch);
  }

  /** Elements that are worth a worker of their own: about ten microseconds of elementwise work. */
  private static final long WORTH = 16384;

  /** A phase over {@code length} items of {@code weight} elements each, split evenly among the workers. */
  static Phase split(int members, int threads, long length, long weight, Range body) {
    int parts = (int) Math.max(1, Math.min(Math.min(threads, length), length * weight / WORTH));
    return new Phase(members, parts, (member, part, scratch) ->
        body.run(member, length * part / parts, length * (part + 1) / parts, scratch));
  }

  /** Work on the items {@code from} (inclusive) to {@code to} (exclusive). */
  @FunctionalInterface
  interface Range {
    void run(int member, long from, long to, Scratch scratch);
  }

  /** A phase of one piece per member. */
  static Phase each(int members, MemberBody body) {
    return new Phase(members, 1, (member, part, scratch) -> body.run(member, scratch));
  }

  /** All of one member. */
  @FunctionalInterface
  interface MemberBody {
    void run(int member, Scratch scratch);
  }
}
