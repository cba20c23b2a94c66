package io.archway.gateway.settings;

import java.util.List;

/**
 * What someone gave for a setting, and where: {@code archway.yaml:12}, a variable's or an option's
 * name.
 */
record Given(String origin, List<String> values) {
  Given(String origin, String value) {
    this(origin, List.of(value));
  }

  String only() {
    return values.size() == 1 ? values.get(0) : "";
  }
}
