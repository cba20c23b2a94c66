package io.archway.gateway.settings;

import java.util.List;

/**
 * Everything that is wrong with the settings, one line each: where, which setting, what, what was
 * expected.
 */
public final class SettingsException extends Exception {
  private static final long serialVersionUID = 1L;
  private final List<String> problems;

  SettingsException(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  public List<String> problems() {
    return problems;
  }
}
