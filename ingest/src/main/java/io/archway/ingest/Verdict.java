package io.archway.ingest;

/**
 * What became of an arrival. Every verdict but {@link Refused} says that the object is durable and
 * indexed.
 *
 * <p>Immutable.
 */
public sealed interface Verdict {
  /** Kept as a new instance. */
  record Stored() implements Verdict {}

  /**
   * The same data set was here before; nothing changed.
   *
   * @param quarantinedFor why it is no instance; null where it is one
   */
  record Duplicate(String quarantinedFor) implements Verdict {
    public Duplicate() {
      this(null);
    }
  }

  /** Kept beside another data set of the same SOP Instance UID; a person resolves it. */
  record Conflicting() implements Verdict {}

  /** Kept, but not indexed as an instance, because it has no usable UIDs. */
  record Quarantined(String reason) implements Verdict {}

  /** Not kept. {@code detail} names the tag, value or limit. */
  record Refused(Refusal reason, String detail) implements Verdict {
    public Refused(Refusal reason) {
      this(reason, reason.text());
    }
  }

  default boolean isKept() {
    return !(this instanceof Refused);
  }
}
