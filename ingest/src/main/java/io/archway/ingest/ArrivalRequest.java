package io.archway.ingest;

import io.archway.index.store.Sender;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * What is known of an object before its first byte.
 *
 * @param organizationKey whose it is; null: the called AE title decides
 * @param sender who sends it, and by which way
 * @param associationKey the row of the association, asked for when the object is complete; gives
 *     null where there is none yet
 * @param sopClassUid the Affected SOP Class UID of the command, or of the file meta group
 * @param sopInstanceUid the Affected SOP Instance UID of the command, or of the file meta group
 * @param transferSyntaxUid how the data set is encoded
 */
public record ArrivalRequest(
    Long organizationKey,
    Sender sender,
    Supplier<Long> associationKey,
    String sopClassUid,
    String sopInstanceUid,
    String transferSyntaxUid) {
  public ArrivalRequest {
    Objects.requireNonNull(sender, "sender");
    Objects.requireNonNull(associationKey, "associationKey");
    Objects.requireNonNull(sopClassUid, "sopClassUid");
    Objects.requireNonNull(sopInstanceUid, "sopInstanceUid");
    Objects.requireNonNull(transferSyntaxUid, "transferSyntaxUid");
  }

  /** Of a sender whose called AE title decides the organization. */
  public ArrivalRequest(
      Sender sender,
      Supplier<Long> associationKey,
      String sopClassUid,
      String sopInstanceUid,
      String transferSyntaxUid) {
    this(null, sender, associationKey, sopClassUid, sopInstanceUid, transferSyntaxUid);
  }
}
