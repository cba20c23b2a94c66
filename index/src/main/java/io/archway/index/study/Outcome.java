package io.archway.index.study;

import java.util.Objects;

/**
 * What became of one arrival. Keys are 0 where there is no such row; of a duplicate they are those
 * of the instance that was here before.
 */
public record Outcome(
    Kind kind,
    Reason reason,
    long organizationKey,
    long patientKey,
    long studyKey,
    long seriesKey,
    long instanceKey,
    long mediumKey) {
  /** What an answer to the sender is made of. */
  public enum Kind {
    /** A new instance. Success. */
    STORED(true),
    /** The same data set was here before; the arrived bytes are not needed. Success. */
    DUPLICATE(true),
    /** Kept beside another data set of the same SOP Instance UID. Success. */
    CONFLICT(true),
    /** Kept, but not as an instance: it waits in the inbox. Success. */
    QUARANTINED(true),
    /** Not kept: the arrived bytes are not needed. Failure. */
    REFUSED(false);

    private final boolean accepted;

    Kind(boolean accepted) {
      this.accepted = accepted;
    }

    /** True where the sender is told of success. */
    public boolean accepted() {
      return accepted;
    }
  }

  /** Why an arrival was not simply stored. */
  public enum Reason {
    NONE(""),
    SAME_DATA_SET("the same data set is stored already"),
    OTHER_DATA_SET("another data set is stored under this SOP Instance UID"),
    UNKNOWN_CALLED_AE_TITLE("called AE title belongs to no organization"),
    NOT_PARSED("data set cannot be parsed"),
    STUDY_INSTANCE_UID("Study Instance UID missing or invalid"),
    SERIES_INSTANCE_UID("Series Instance UID missing or invalid"),
    SOP_INSTANCE_UID("SOP Instance UID missing or invalid");

    private final String text;

    Reason(String text) {
      this.text = text;
    }

    /** For an Error Comment or a log line; at most 64 characters. */
    public String text() {
      return text;
    }
  }

  public Outcome {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(reason, "reason");
  }

  /** True where the arrived bytes must stay in the store. */
  public boolean keepsBytes() {
    return kind == Kind.STORED || kind == Kind.CONFLICT || kind == Kind.QUARANTINED;
  }
}
