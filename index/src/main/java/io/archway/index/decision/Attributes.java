package io.archway.index.decision;

import java.util.LinkedHashMap;
import java.util.Map;

/** Gathers what a side says, leaving out what is not there. One thread. */
final class Attributes {
  private final Map<String, String> values = new LinkedHashMap<>();

  Attributes add(String attribute, Object value) {
    if (value != null && !value.toString().isBlank()) {
      values.put(attribute, value.toString());
    }
    return this;
  }

  Map<String, String> values() {
    return values;
  }
}
