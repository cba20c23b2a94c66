package io.archway.ingest;

/**
 * Why an arrival was not kept. The ways in render it in their own protocol, each reason with a
 * status of its own.
 */
public enum Refusal {
  OUT_OF_SPACE("The disk has less free space than the gateway keeps in reserve"),
  STORE_FAILED("The store could not write the object"),
  INDEX_UNAVAILABLE("The index is not available"),
  ORGANIZATION_UNKNOWN("The called AE title belongs to no organization"),
  SOP_CLASS_MISMATCH("The data set has another SOP Class UID than the request"),
  SOP_INSTANCE_MISMATCH("The data set has another SOP Instance UID than the request"),
  UNPARSABLE("The data set cannot be read to its UIDs"),
  CONFLICT("Another data set is kept under this SOP Instance UID"),
  ABANDONED("The sender went away before the object was complete"),
  STOPPING("The gateway is stopping"),
  FAILED("The object could not be indexed");

  private final String text;

  Refusal(String text) {
    this.text = text;
  }

  /** One sentence for a person, at most 64 characters of it fit an Error Comment (0000,0902). */
  public String text() {
    return text;
  }

  /** Whether the same object may be accepted when sent again later. */
  public boolean isTransient() {
    return switch (this) {
      case OUT_OF_SPACE, STORE_FAILED, INDEX_UNAVAILABLE, ABANDONED, STOPPING -> true;
      case ORGANIZATION_UNKNOWN,
          SOP_CLASS_MISMATCH,
          SOP_INSTANCE_MISMATCH,
          UNPARSABLE,
          CONFLICT,
          FAILED ->
          false;
    };
  }
}
