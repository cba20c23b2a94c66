package io.archway.index.organization;

import java.time.Instant;
import java.time.ZoneId;

/**
 * A place of an organization.
 *
 * @param timezone of IANA, null where it is the gateway's
 */
public record Office(
    long officeKey,
    long organizationKey,
    String name,
    String addressLine1,
    String addressLine2,
    String city,
    String state,
    String zipcode,
    String primaryContactName,
    String primaryContactEmail,
    String practiceManagementSoftware,
    String cbctMakeAndModel,
    String imageViewingSoftware,
    String timezone,
    Instant createdAt,
    Instant updatedAt) {

  /** Where its days begin. */
  public ZoneId zoneOr(ZoneId otherwise) {
    return timezone == null ? otherwise : ZoneId.of(timezone);
  }
}
