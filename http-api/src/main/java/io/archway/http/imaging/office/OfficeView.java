package io.archway.http.imaging.office;

import io.archway.http.kernel.Rule;
import io.archway.index.organization.Office;
import java.time.Instant;

/** An office as the API shows it. */
record OfficeView(
    long id,
    long organizationId,
    String name,
    @Rule.Name("address_line_1") String addressLine1,
    @Rule.Name("address_line_2") String addressLine2,
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

  static OfficeView of(Office office) {
    return new OfficeView(
        office.officeKey(),
        office.organizationKey(),
        office.name(),
        office.addressLine1(),
        office.addressLine2(),
        office.city(),
        office.state(),
        office.zipcode(),
        office.primaryContactName(),
        office.primaryContactEmail(),
        office.practiceManagementSoftware(),
        office.cbctMakeAndModel(),
        office.imageViewingSoftware(),
        office.timezone(),
        office.createdAt(),
        office.updatedAt());
  }
}
