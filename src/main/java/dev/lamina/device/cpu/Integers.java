package dev.lamina.device.cpu;

import dev.lamina.device.ElementType;
import dev.lamina.device.Matrix;
import java.nio.ByteOrder;
import java.nio.IntBuffer;

/** One member of an INT32 matrix. */
record Integers(IntBuffer buffer) {

  /** Each member of a matrix. */
  static Integers[] of(Matrix matrix) {
    if (matrix.size() > Integer.MAX_VALUE / Integer.BYTES) {
      throw new IllegalArgumentException("an integer matrix holds less than 2 GiB a member, not " + matrix.shape());
    }
    Integers[] members = new Integers[matrix.members()];
    for (int e = 0; e < members.length; e++) {
      long offset = (matrix.offset() + e * matrix.stride()) * ElementType.INT32.bytes();
      members[e] = new Integers(((CpuMemory) matrix.memory()).at(offset, matrix.size() * Integer.BYTES)
          .asByteBuffer().order(ByteOrder.nativeOrder()).asIntBuffer());
    }
    return members;
  }

  int get(int index) {
    return buffer.get(index);
  }

  void put(int index, int value) {
    buffer.put(index, value);
  }
}
