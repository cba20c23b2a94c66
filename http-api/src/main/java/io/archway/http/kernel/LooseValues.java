package io.archway.http.kernel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.LongNode;
import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * Values as forms and languages without types send them. What is written otherwise stays as it is,
 * so that it is refused as ever.
 */
final class LooseValues {
  private static final Pattern DIGITS = Pattern.compile("-?[0-9]{1,18}");
  private static final int MAX_ZEROES = 20;

  private LooseValues() {}

  /** Text of digits, or a decimal whose fraction is zero. */
  static JsonNode integer(JsonNode node) {
    if (node.isTextual() && DIGITS.matcher(node.textValue().strip()).matches()) {
      return LongNode.valueOf(Long.parseLong(node.textValue().strip()));
    }
    return node.isBigDecimal() ? integral(node, node.decimalValue()) : node;
  }

  private static JsonNode integral(JsonNode node, BigDecimal value) {
    boolean small = Math.abs((long) value.scale()) <= MAX_ZEROES && value.precision() <= MAX_ZEROES;
    if (!small || value.stripTrailingZeros().scale() > 0) {
      return node;
    }
    return LongNode.valueOf(value.longValue()).decimalValue().compareTo(value) == 0
        ? LongNode.valueOf(value.longValue())
        : node;
  }

  /** 0 and 1, and all four as text. */
  static JsonNode truth(JsonNode node) {
    String text = node.isTextual() ? node.textValue().strip() : node.toString();
    return switch (text) {
      case "1", "true" -> BooleanNode.TRUE;
      case "0", "false" -> BooleanNode.FALSE;
      default -> node;
    };
  }
}
