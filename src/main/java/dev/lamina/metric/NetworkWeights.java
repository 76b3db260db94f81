package dev.lamina.metric;

import dev.lamina.result.Measured;
import java.util.List;

/**
 * Measures of all weight matrices of one network, and of their product {@code W_{L:1}}.
 *
 * @param layers of {@code W_1 .. W_L}
 * @param product of {@code W_{L:1}}
 * @param targetGram {@code (Y X^+)(Y X^+)^T}, K x K by columns, which is {@code Y (X^T X)^-1 Y^T} where X has full
 *     column rank (docs/theory.md, L6); empty if not asked for
 */
public record NetworkWeights(List<Measured> layers, Measured product, List<Double> targetGram) {

  public NetworkWeights {
    layers = List.copyOf(layers);
    targetGram = List.copyOf(targetGram);
  }
}
