package io.archway.index.query;

import io.archway.index.database.Dialect;
import io.archway.index.database.SqlText;
import io.archway.index.patient.FoldedName;
import io.archway.index.patient.FoldedText;
import java.util.Set;

/**
 * A text key (PS3.4 C.2.2.2.1 and C.2.2.2.4): characters, {@link FoldedName#ANY} for "*" and {@link
 * FoldedName#ONE} for "?", which is one code point. Becomes a condition on a column whose range
 * serves an index as far as the text begins without wild card.
 */
record TextPattern(String text) {
  private static final char ANY = FoldedName.ANY;
  private static final char ONE = FoldedName.ONE;

  private static final Set<Integer> WITHOUT_SUCCESSOR = Set.of(0xD7FF, 0xFFFF, 0x10FFFF);

  static TextPattern of(String key) {
    return new TextPattern(
        key.replace(ANY, ' ').replace(ONE, ' ').replace('*', ANY).replace('?', ONE));
  }

  /** Only "*": matches what is empty, too. */
  boolean isUniversal() {
    return text.chars().allMatch(c -> c == ANY);
  }

  boolean isExact() {
    return text.indexOf(ANY) < 0 && text.indexOf(ONE) < 0;
  }

  /**
   * What every match begins with, as far as a range can say it: not beyond characters whose
   * successor sorts differently by UTF-16 units (H2) and by code points.
   */
  String prefix() {
    int end = 0;
    while (end < text.length()) {
      int codePoint = text.codePointAt(end);
      if (codePoint == ANY || codePoint == ONE || WITHOUT_SUCCESSOR.contains(codePoint)) {
        break;
      }
      end += Character.charCount(codePoint);
    }
    return text.substring(0, end);
  }

  void append(SqlText sql, String column) {
    if (isExact()) {
      sql.add(column + " = ?", text);
      return;
    }
    String prefix = prefix();
    if (!prefix.isEmpty()) {
      sql.add(column + " >= ? AND " + column + " < ?", prefix, FoldedText.successor(prefix));
    }
    if (!isPrefixOnly(prefix)) {
      sql.add(prefix.isEmpty() ? "" : " AND ");
      appendRest(sql, column);
    }
  }

  private boolean isPrefixOnly(String prefix) {
    return !prefix.isEmpty()
        && text.length() > prefix.length()
        && text.substring(prefix.length()).chars().allMatch(c -> c == ANY);
  }

  /**
   * Where LIKE would be wrong or slow it is a regular expression: H2 takes "_" for one UTF-16 unit,
   * and tries every place for each of several "%".
   */
  private void appendRest(SqlText sql, String column) {
    String plain = withoutRuns();
    boolean simple = plain.indexOf(ONE) < 0 && plain.chars().filter(c -> c == ANY).count() < 2;
    if (simple || sql.dialect() != Dialect.H2) {
      sql.add(column + " LIKE ? ESCAPE '!'", like(plain));
    } else {
      sql.add("REGEXP_LIKE(" + column + ", ?)", regularExpression(plain));
    }
  }

  /** "*?**?" says what "??*" says, of which there is less to try. */
  private String withoutRuns() {
    StringBuilder plain = new StringBuilder(text.length());
    boolean any = false;
    for (char c : text.toCharArray()) {
      if (c == ANY) {
        any = true;
      } else {
        plain.append(any && c != ONE ? String.valueOf(ANY) : "").append(c);
        any &= c == ONE;
      }
    }
    return plain.append(any ? String.valueOf(ANY) : "").toString();
  }

  private static String like(String text) {
    StringBuilder like = new StringBuilder();
    for (char c : text.toCharArray()) {
      if (c == ANY || c == ONE) {
        like.append(c == ANY ? '%' : '_');
      } else {
        like.append(c == '%' || c == '_' || c == '!' ? "!" : "").append(c);
      }
    }
    return like.toString();
  }

  /**
   * Every part between two "*" is taken where it stands first, for good: nothing is tried again.
   */
  private static String regularExpression(String text) {
    String[] parts = text.split(String.valueOf(ANY), -1);
    StringBuilder expression = new StringBuilder("(?s)^").append(quoted(parts[0]));
    for (int i = 1; i < parts.length - 1; i++) {
      expression.append("(?>.*?").append(quoted(parts[i])).append(')');
    }
    if (parts.length > 1) {
      expression.append(".*").append(quoted(parts[parts.length - 1]));
    }
    return expression.append("\\z").toString();
  }

  private static String quoted(String part) {
    StringBuilder quoted = new StringBuilder();
    for (char c : part.toCharArray()) {
      boolean plain = c >= 0x80 || Character.isLetterOrDigit(c);
      quoted.append(plain || c == ONE ? "" : "\\").append(c == ONE ? '.' : c);
    }
    return quoted.toString();
  }
}
