package dev.lamina.data.format;

import dev.lamina.data.Tensor;
import java.nio.ByteBuffer;

/** The element types of array files: bytes of one element, the kind it is held in, and the bulk conversion. */
enum ElementType {
  FLOAT16(2, Tensor.Kind.FLOAT32) {
    @Override
    void decode(ByteBuffer bytes, Object to, int at, int count) {
      float[] out = (float[]) to;
      for (int i = at; i < at + count; i++) {
        out[i] = half(bytes.getShort());
      }
    }
  },
  BFLOAT16(2, Tensor.Kind.FLOAT32) {
    @Override
    void decode(ByteBuffer bytes, Object to, int at, int count) {
      float[] out = (float[]) to;
      for (int i = at; i < at + count; i++) {
        out[i] = Float.intBitsToFloat(bytes.getShort() << 16);
      }
    }
  },
  FLOAT32(4, Tensor.Kind.FLOAT32) {
    @Override
    void decode(ByteBuffer bytes, Object to, int at, int count) {
      bytes.asFloatBuffer().get((float[]) to, at, count);
    }
  },
  FLOAT64(8, Tensor.Kind.FLOAT64) {
    @Override
    void decode(ByteBuffer bytes, Object to, int at, int count) {
      bytes.asDoubleBuffer().get((double[]) to, at, count);
    }
  },
  INT8(1, Tensor.Kind.INTEGER) {
    @Override
    void decode(ByteBuffer bytes, Object to, int at, int count) {
      long[] out = (long[]) to;
      for (int i = at; i < at + count; i++) {
        out[i] = bytes.get();
      }
    }
  },
  UINT8(1, Tensor.Kind.INTEGER) {
    @Override
    void decode(ByteBuffer bytes, Object to, int at, int count) {
      long[] out = (long[]) to;
      for (int i = at; i < at + count; i++) {
        out[i] = Byte.toUnsignedLong(bytes.get());
      }
    }
  },
  INT16(2, Tensor.Kind.INTEGER) {
    @Override
    void decode(ByteBuffer bytes, Object to, int at, int count) {
      long[] out = (long[]) to;
      for (int i = at; i < at + count; i++) {
        out[i] = bytes.getShort();
      }
    }
  },
  UINT16(2, Tensor.Kind.INTEGER) {
    @Override
    void decode(ByteBuffer bytes, Object to, int at, int count) {
      long[] out = (long[]) to;
      for (int i = at; i < at + count; i++) {
        out[i] = Short.toUnsignedLong(bytes.getShort());
      }
    }
  },
  INT32(4, Tensor.Kind.INTEGER) {
    @Override
    void decode(ByteBuffer bytes, Object to, int at, int count) {
      long[] out = (long[]) to;
      for (int i = at; i < at + count; i++) {
        out[i] = bytes.getInt();
      }
    }
  },
  UINT32(4, Tensor.Kind.INTEGER) {
    @Override
    void decode(ByteBuffer bytes, Object to, int at, int count) {
      long[] out = (long[]) to;
      for (int i = at; i < at + count; i++) {
        out[i] = Integer.toUnsignedLong(bytes.getInt());
      }
    }
  },
  INT64(8, Tensor.Kind.INTEGER) {
    @Override
    void decode(ByteBuffer bytes, Object to, int at, int count) {
      bytes.asLongBuffer().get((long[]) to, at, count);
    }
  },
  /** As INT64; who reads refuses what comes out negative. */
  UINT64(8, Tensor.Kind.INTEGER) {
    @Override
    void decode(ByteBuffer bytes, Object to, int at, int count) {
      bytes.asLongBuffer().get((long[]) to, at, count);
    }
  };

  private final int size;
  private final Tensor.Kind kind;

  ElementType(int size, Tensor.Kind kind) {
    this.size = size;
    this.kind = kind;
  }

  /** Bytes of one element. */
  int size() {
    return size;
  }

  /** How a tensor holds such elements. */
  Tensor.Kind kind() {
    return kind;
  }

  /** Converts the first {@code count} elements of {@code bytes}, in its byte order, to {@code to[at ...]}. */
  abstract void decode(ByteBuffer bytes, Object to, int at, int count);

  /** IEEE binary16 (sign, 5 bits of exponent, 10 of fraction) to float, exactly. */
  private static float half(short bits) {
    int exponent = bits >>> 10 & 0x1F;
    int fraction = bits & 0x3FF;
    float magnitude =
        switch (exponent) {
          case 0 -> fraction * 0x1p-24f;
          case 0x1F -> fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
          default -> Float.intBitsToFloat(exponent + 112 << 23 | fraction << 13);
        };
    return bits < 0 ? -magnitude : magnitude;
  }
}
