package dev.lamina.device;

/** Whether an operand of a product is taken as it lies or transposed. */
public enum Transpose {
  NO,
  YES
}
