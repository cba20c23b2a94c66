package io.archway.gateway.settings;

/**
 * A value that is never shown. Beside its setting {@code x} stands {@code xFile}, which names a
 * file that holds it.
 */
public record Secret(String value) {
  public boolean isEmpty() {
    return value.isEmpty();
  }

  @Override
  public String toString() {
    return isEmpty() ? "(none)" : "(secret)";
  }
}
