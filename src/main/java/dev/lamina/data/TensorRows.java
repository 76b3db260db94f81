package dev.lamina.data;

/** A tensor of N x d floats as a source of rows. */
record TensorRows(String where, Tensor tensor) implements RowSource {

  @Override
  public String name() {
    return tensor.name();
  }

  @Override
  public long rows() {
    return tensor.dimension(0);
  }

  @Override
  public int columns() {
    return tensor.dimension(1);
  }

  @Override
  public Tensor.Kind kind() {
    return tensor.kind();
  }

  @Override
  public RowReader open() {
    return new RowReader() {
      private int next;

      @Override
      public void read(int count, int[] places, Object target) {
        int d = columns();
        for (int i = 0; i < count; i++) {
          System.arraycopy(tensor.values(), (next + i) * d, target, places[i] * d, d);
        }
        next += count;
      }

      @Override
      public void close() {
        // Nothing is open.
      }
    };
  }
}
