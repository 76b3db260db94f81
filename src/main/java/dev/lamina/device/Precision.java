package dev.lamina.device;

import java.util.Locale;

/** The arithmetic of a run, chosen once. Metrics accumulate in float64 in all of them. */
public enum Precision {
  /** IEEE float32, in products too. */
  FP32(ElementType.FLOAT32),
  /** Stored as float32; products may round their operands to ten bits of mantissa where the device has such units. */
  TF32(ElementType.FLOAT32),
  /** IEEE float64. */
  FP64(ElementType.FLOAT64);

  private final ElementType elementType;

  Precision(ElementType elementType) {
    this.elementType = elementType;
  }

  /** What weights and features are stored as. */
  public ElementType elementType() {
    return elementType;
  }

  /** The name used in configurations and results: {@code fp32}, {@code tf32} or {@code fp64}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
