package dev.lamina.cli;

import dev.lamina.data.format.LabelSource;
import dev.lamina.measure.MemorySize;
import dev.lamina.metric.SpectrumMethod;
import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How {@code lamina measure} reads the values of its options. */
final class MeasureConverters {

  private MeasureConverters() {}

  /** {@code gram}. */
  static final class Method implements ITypeConverter<SpectrumMethod> {
    @Override
    public SpectrumMethod convert(String text) {
      return Arrays.stream(SpectrumMethod.values())
          .filter(method -> method.name().toLowerCase(Locale.ROOT).equals(text)).findFirst()
          .orElseThrow(() -> new TypeConversionException("expected auto, gram, svd or none, not '" + text + "'"));
    }
  }

  /** {@code 2g}. */
  static final class Memory implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      try {
        return MemorySize.parse(text);
      } catch (IllegalArgumentException | ArithmeticException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  /** {@code FILE} or {@code FILE:COLUMN}. */
  static final class Labels implements ITypeConverter<LabelSource> {
    @Override
    public LabelSource convert(String text) {
      return LabelSource.of(text);
    }
  }
}
