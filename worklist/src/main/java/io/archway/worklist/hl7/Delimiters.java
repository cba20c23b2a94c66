package io.archway.worklist.hl7;

import io.archway.index.order.OrderException;
import java.util.ArrayList;
import java.util.List;

/** The encoding characters of a message (MSH-1, MSH-2; HL7 v2 2.5.4); 0 where one is not used. */
record Delimiters(char field, char component, char repetition, char escape, char subcomponent) {
  private static final int MIN_HEADER = 5;

  /** Of the text of an MSH segment. */
  static Delimiters of(String header) {
    if (header.length() < MIN_HEADER) {
      throw OrderException.missing("MSH-2", "encoding characters such as ^~\\&");
    }
    char field = header.charAt(3);
    int end = header.indexOf(field, 4);
    String rest = end < 0 ? header.substring(4) : header.substring(4, end);
    Delimiters delimiters =
        new Delimiters(field, at(rest, 0), at(rest, 1), at(rest, 2), at(rest, 3));
    boolean words = (field + rest).chars().anyMatch(c -> Character.isLetterOrDigit(c) || c <= ' ');
    if (words || (field + rest).chars().distinct().count() != rest.length() + 1L) {
      throw new OrderException("MSH-2: expected distinct encoding characters such as ^~\\&");
    }
    return delimiters;
  }

  private static char at(String text, int index) {
    return index < text.length() ? text.charAt(index) : 0;
  }

  /** The parts of a text, at most so many; 0 divides nothing. */
  static List<String> split(String text, char by, int most, String where) {
    if (by == 0) {
      return List.of(text);
    }
    List<String> parts = new ArrayList<>();
    int from = 0;
    for (int at = text.indexOf(by); at >= 0; at = text.indexOf(by, from)) {
      if (parts.size() == most - 1) {
        throw new OrderException(where + ": too many parts (expected: <= " + most + ")");
      }
      parts.add(text.substring(from, at));
      from = at + 1;
    }
    parts.add(text.substring(from));
    return parts;
  }
}
