package io.archway.dicom.net;

/**
 * Why an association is refused.
 *
 * @param permanent whether the peer need not try again (result 1), else transient (result 2)
 * @param text for people; never on the wire
 */
public record Rejection(boolean permanent, RejectReason reason, String text) {

  public static Rejection permanent(RejectReason reason, String text) {
    return new Rejection(true, reason, text);
  }

  public static Rejection transientlyFor(RejectReason reason, String text) {
    return new Rejection(false, reason, text);
  }
}
