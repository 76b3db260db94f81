package dev.lamina.data;

import java.util.Comparator;

/** Orders names as a person does: runs of digits count as numbers, so that block2 comes before block10. */
public final class NaturalOrder implements Comparator<String> {

  /** The order; equal only for equal texts. */
  public static final Comparator<String> INSTANCE = new NaturalOrder();

  private NaturalOrder() {}

  @Override
  public int compare(String a, String b) {
    int i = 0;
    int j = 0;
    while (i < a.length() && j < b.length()) {
      if (isDigit(a.charAt(i)) && isDigit(b.charAt(j))) {
        int endA = end(a, i);
        int endB = end(b, j);
        int order = number(a, i, endA, b, j, endB);
        if (order != 0) {
          return order;
        }
        i = endA;
        j = endB;
      } else if (a.charAt(i) != b.charAt(j)) {
        return Character.compare(a.charAt(i), b.charAt(j));
      } else {
        i++;
        j++;
      }
    }
    int rest = Integer.compare(a.length() - i, b.length() - j);
    return rest != 0 ? rest : a.compareTo(b);
  }

  /** Runs of any length: without zeros in front, the longer run is the larger number. */
  private static int number(String a, int fromA, int endA, String b, int fromB, int endB) {
    int i = withoutZeros(a, fromA, endA);
    int j = withoutZeros(b, fromB, endB);
    int order = Integer.compare(endA - i, endB - j);
    for (; order == 0 && i < endA; i++, j++) {
      order = Character.compare(a.charAt(i), b.charAt(j));
    }
    return order;
  }

  private static int withoutZeros(String text, int from, int end) {
    int i = from;
    while (i < end - 1 && text.charAt(i) == '0') {
      i++;
    }
    return i;
  }

  private static int end(String text, int from) {
    int i = from;
    while (i < text.length() && isDigit(text.charAt(i))) {
      i++;
    }
    return i;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
