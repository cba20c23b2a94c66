package io.archway.index.matching;

import java.time.Duration;
import java.time.ZoneId;
import java.util.Objects;

/**
 * How arrivals meet orders.
 *
 * @param quietTime since its last image, after which an item is ready
 * @param withoutOrder what happens to images for which nobody made an order
 * @param zone of the days of images that tell none
 */
public record MatchingRules(Duration quietTime, WithoutOrder withoutOrder, ZoneId zone) {
  public MatchingRules {
    Objects.requireNonNull(quietTime, "quietTime");
    Objects.requireNonNull(withoutOrder, "withoutOrder");
    Objects.requireNonNull(zone, "zone");
  }

  /** For images that no order resembles. */
  public enum WithoutOrder {
    /** They wait in the inbox. */
    INBOX,
    /** An item is made for them. */
    ITEM,
    /** They are only kept. */
    NOTHING
  }
}
