package dev.lamina.cli;

import dev.lamina.data.format.LabelSource;
import dev.lamina.data.format.Pool;
import dev.lamina.measure.MemorySize;
import dev.lamina.metric.SpectrumMethod;
import java.util.Arrays;
import java.util.List;
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
      return word(SpectrumMethod.values(), text);
    }
  }

  /** {@code mean}. */
  static final class Pooling implements ITypeConverter<Pool> {
    @Override
    public Pool convert(String text) {
      return word(Pool.values(), text);
    }
  }

  private static <E extends Enum<E>> E word(E[] constants, String text) {
    List<String> words = Arrays.stream(constants).map(constant -> constant.name().toLowerCase(Locale.ROOT)).toList();
    if (!words.contains(text)) {
      throw new TypeConversionException("expected one of " + String.join(", ", words) + ", not '" + text + "'");
    }
    return constants[words.indexOf(text)];
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
