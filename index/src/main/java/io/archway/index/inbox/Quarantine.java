package io.archway.index.inbox;

import io.archway.index.database.BoundedText;

/** What makes a quarantined object the same as another: its UID as sent, and its bytes. */
public final class Quarantine {
  private static final int MAX_UID_LENGTH = 300;

  private Quarantine() {}

  /** The subject of its inbox entry. */
  public static String subject(String sopInstanceUid, String sha256) {
    return BoundedText.of(sopInstanceUid, MAX_UID_LENGTH) + ":" + sha256;
  }

  /** The UID of a subject, as sent but for its length. */
  public static String uidOf(String subject) {
    return subject.replaceFirst(":[0-9a-f]{64}(:[0-9]+)?$", "");
  }
}
