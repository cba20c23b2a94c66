package io.archway.index.organization;

import java.time.Instant;

/** A place of an organization. */
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
    Instant createdAt,
    Instant updatedAt) {}
