package io.archway.index.inbox;

import io.archway.index.store.ObjectLocation;
import java.util.Objects;

/**
 * An entry to be opened, unless one of the same reason and subject was before. Keys and location
 * are null where they do not apply.
 */
public record NewInboxEntry(
    long inboxKey,
    long organizationKey,
    InboxReason reason,
    String subject,
    Long patientKey,
    Long studyKey,
    Long instanceKey,
    Long recordNumber,
    ObjectLocation location,
    Long officeKey,
    String details) {
  public NewInboxEntry {
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(subject, "subject");
    Objects.requireNonNull(details, "details");
  }
}
