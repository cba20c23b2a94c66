package io.archway.http.system;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;

/**
 * Whether the gateway can do its work.
 *
 * @param status the worst of the checks
 * @param checks each part by its name
 */
public record HealthReport(Status status, Map<String, Check> checks) {

  /** From good to bad; {@code DOWN} is answered with 503. */
  public enum Status {
    /** All is well. */
    UP,
    /** All is done, but somebody should look. */
    DEGRADED,
    /** Nothing is taken, or nothing is found. */
    DOWN
  }

  /** One part: how it is, and in a sentence why it is not well. */
  public record Check(Status status, @JsonInclude(JsonInclude.Include.NON_NULL) String detail) {

    public static Check up() {
      return new Check(Status.UP, null);
    }

    public static Check degraded(String detail) {
      return new Check(Status.DEGRADED, detail);
    }

    public static Check down(String detail) {
      return new Check(Status.DOWN, detail);
    }
  }

  public static HealthReport of(Map<String, Check> checks) {
    Status worst =
        checks.values().stream().map(Check::status).max(Enum::compareTo).orElse(Status.UP);
    return new HealthReport(worst, checks);
  }
}
