package io.archway.worklist.hl7;

import io.archway.dicom.charset.SpecificCharacterSet;
import io.archway.dicom.charset.TextKind;
import java.util.HexFormat;

/**
 * Escape sequences of text (HL7 v2 2.7): delimiters, hexadecimal bytes, line breaks. Highlighting,
 * local ones and changes of the character set are left out; what is none stays as it is.
 */
record Escapes(Delimiters delimiters, SpecificCharacterSet characterSet) {

  String resolve(String text) {
    char escape = delimiters.escape();
    if (escape == 0 || text.indexOf(escape) < 0) {
      return text;
    }
    StringBuilder plain = new StringBuilder(text.length());
    int from = 0;
    for (int start = text.indexOf(escape); start >= 0; start = text.indexOf(escape, from)) {
      int end = text.indexOf(escape, start + 1);
      String meaning = end < 0 ? null : meaning(text.substring(start + 1, end));
      if (meaning == null) {
        plain.append(text, from, start + 1);
        from = start + 1;
      } else {
        plain.append(text, from, start).append(meaning);
        from = end + 1;
      }
    }
    return plain.append(text, from, text.length()).toString();
  }

  /** Null where it is no escape sequence. */
  private String meaning(String sequence) {
    return switch (sequence) {
      case "F" -> String.valueOf(delimiters.field());
      case "S" -> String.valueOf(delimiters.component());
      case "T" -> String.valueOf(delimiters.subcomponent());
      case "R" -> String.valueOf(delimiters.repetition());
      case "E" -> String.valueOf(delimiters.escape());
      case "P" -> "#";
      case "H", "N" -> "";
      case ".br", ".ce" -> "\n";
      default -> ofKind(sequence);
    };
  }

  private String ofKind(String sequence) {
    if (sequence.isEmpty()) {
      return null;
    }
    return switch (sequence.charAt(0)) {
      case 'X' -> hex(sequence.substring(1));
      case 'Z' -> "";
      case 'C', 'M' -> sequence.matches("[CM]([0-9A-Fa-f]{2}){2,3}") ? "" : null;
      case '.' -> sequence.matches("\\.(sp|in|ti|sk|fi|nf)([+-]?[0-9]*)") ? " " : null;
      default -> null;
    };
  }

  private String hex(String digits) {
    if (digits.isEmpty() || digits.length() % 2 != 0 || !digits.matches("[0-9A-Fa-f]+")) {
      return null;
    }
    return characterSet.decode(HexFormat.of().parseHex(digits), TextKind.TEXT);
  }
}
