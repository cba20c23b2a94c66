package io.archway.index.study;

import java.time.Instant;
import java.util.Objects;

/**
 * An object that lies durably in the store and is to be indexed. {@code organizationKey} is null until
 * the called AE title has decided it. {@code commandSopClassUid} and {@code commandSopInstanceUid} are
 * what the command set (or the log record) said; {@code header} is null when the data set could not be
 * parsed to its UIDs, and {@code problem} then says why, without patient data.
 */
public record IndexedArrival(
    Long organizationKey,
    Sender sender,
    Instant receivedAt,
    StoredObject object,
    String commandSopClassUid,
    String commandSopInstanceUid,
    String transferSyntaxUid,
    InstanceHeader header,
    String problem) {
  public IndexedArrival {
    Objects.requireNonNull(sender, "sender");
    Objects.requireNonNull(receivedAt, "receivedAt");
    Objects.requireNonNull(object, "object");
  }
}
