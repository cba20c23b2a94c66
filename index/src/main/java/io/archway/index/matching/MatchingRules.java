package io.archway.index.matching;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Objects;

/**
 * How arrivals meet orders.
 *
 * @param quietTime since its last image, after which an item is ready
 * @param withoutOrder what happens to images for which nobody made an order
 * @param zone of the days of images that tell none
 * @param stepsExpireAfter their scheduled start, from when on nobody waits for images of theirs;
 *     zero: for ever
 */
public record MatchingRules(
    Duration quietTime, WithoutOrder withoutOrder, ZoneId zone, Duration stepsExpireAfter) {
  public MatchingRules {
    Objects.requireNonNull(quietTime, "quietTime");
    Objects.requireNonNull(withoutOrder, "withoutOrder");
    Objects.requireNonNull(zone, "zone");
    Objects.requireNonNull(stepsExpireAfter, "stepsExpireAfter");
  }

  /** With steps that do not expire. */
  public MatchingRules(Duration quietTime, WithoutOrder withoutOrder, ZoneId zone) {
    this(quietTime, withoutOrder, zone, Duration.ZERO);
  }

  /** The first day of steps whose images may still come. */
  LocalDate stepsFrom(Instant now) {
    return stepsExpireAfter.isZero()
        ? LocalDate.EPOCH
        : now.minus(stepsExpireAfter).atZone(zone).toLocalDate();
  }

  /** For images that no order resembles. */
  public enum WithoutOrder {
    /** They wait in the inbox where the organization has orders for those days; else only kept. */
    AUTO,
    /** They wait in the inbox. */
    INBOX,
    /** An item is made for them. */
    ITEM,
    /** They are only kept. */
    NOTHING
  }
}
