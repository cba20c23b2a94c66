package io.archway.http.system;

import java.util.Map;

/**
 * Whether the gateway can do its work.
 *
 * @param status {@code up}, or {@code down} (answered with 503)
 * @param parts each part's state in a word or two: {@code disk: low on space}
 */
public record HealthReport(String status, Map<String, String> parts) {

  public static HealthReport up(Map<String, String> parts) {
    return new HealthReport("up", parts);
  }

  public static HealthReport down(Map<String, String> parts) {
    return new HealthReport("down", parts);
  }
}
