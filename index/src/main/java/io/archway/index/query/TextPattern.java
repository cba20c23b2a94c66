package io.archway.index.query;

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

  /** Any code point, for the regular expressions of both databases. */
  private static final String ANY_CHARACTER = "(?:[^\n]|\n)";

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

  /** LIKE knows "_" as one UTF-16 unit on H2 and one code point on PostgreSQL: not for "?". */
  private void appendRest(SqlText sql, String column) {
    if (text.indexOf(ONE) >= 0) {
      sql.add("REGEXP_LIKE(" + column + ", ?)", regularExpression());
    } else {
      sql.add(column + " LIKE ? ESCAPE '!'", like());
    }
  }

  private String like() {
    StringBuilder like = new StringBuilder();
    for (char c : text.toCharArray()) {
      if (c == ANY) {
        like.append('%');
      } else {
        like.append(c == '%' || c == '_' || c == '!' ? "!" : "").append(c);
      }
    }
    return like.toString();
  }

  private String regularExpression() {
    StringBuilder expression = new StringBuilder("^");
    for (char c : text.toCharArray()) {
      if (c == ANY || c == ONE) {
        expression.append(ANY_CHARACTER).append(c == ANY ? "*" : "");
      } else {
        boolean plain = c >= 0x80 || Character.isLetterOrDigit(c);
        expression.append(plain ? "" : "\\").append(c);
      }
    }
    return expression.append('$').toString();
  }
}
