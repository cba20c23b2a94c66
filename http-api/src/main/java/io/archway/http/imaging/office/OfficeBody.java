package io.archway.http.imaging.office;

import io.archway.http.contact.EmailAddress;
import io.archway.http.imaging.PersonText;
import io.archway.http.kernel.Change;
import io.archway.http.kernel.FieldErrors;
import io.archway.http.kernel.Rule;
import io.archway.index.database.BoundedText;
import io.archway.index.organization.NewOffice;
import io.archway.index.organization.Office;

/** An office to be made, or as it is to be: what may be absent stays as it was, null empties it. */
record OfficeBody(
    @Rule.Required String name,
    @Rule.Required @Rule.Name("address_line_1") String addressLine1,
    @Rule.Name("address_line_2") Change<String> addressLine2,
    @Rule.Required String city,
    @Rule.Required String state,
    @Rule.Required String zipcode,
    @Rule.Required String primaryContactName,
    @Rule.Required @Rule.Matches(value = EmailAddress.PATTERN, meaning = EmailAddress.MEANING)
        String primaryContactEmail,
    Change<String> practiceManagementSoftware,
    Change<String> cbctMakeAndModel,
    Change<String> imageViewingSoftware,
    @Rule.Size(max = 64) Change<String> timezone)
    implements Rule.Across {

  @Override
  public void check(FieldErrors errors) {
    EmailAddress.check(errors, "primary_contact_email", primaryContactEmail);
    PersonText.checkTimezone(errors, "timezone", timezone.value());
  }

  NewOffice office() {
    return office(null);
  }

  /** Of an office as it was, or null for a new one. */
  NewOffice office(Office was) {
    return new NewOffice(
        BoundedText.of(name),
        BoundedText.of(addressLine1),
        kept(addressLine2, was == null ? null : was.addressLine2()),
        BoundedText.of(city),
        BoundedText.of(state),
        BoundedText.of(zipcode),
        BoundedText.of(primaryContactName),
        BoundedText.of(primaryContactEmail),
        kept(practiceManagementSoftware, was == null ? null : was.practiceManagementSoftware()),
        kept(cbctMakeAndModel, was == null ? null : was.cbctMakeAndModel()),
        kept(imageViewingSoftware, was == null ? null : was.imageViewingSoftware()),
        kept(timezone, was == null ? null : was.timezone()));
  }

  private static String kept(Change<String> said, String was) {
    return BoundedText.orNull(said.orElse(was));
  }
}
