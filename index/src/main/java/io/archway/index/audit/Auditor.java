package io.archway.index.audit;

import io.archway.index.database.BoundedText;

/**
 * Who acts, from where and by what: all of an entry but what was done to which record.
 *
 * @param userKey null where no user acts
 * @param tokenKey null where no token was used
 * @param name of the command, device or part; null where a user or token acts
 * @param address of the other side, null where there is none
 * @param operation the endpoint's id, or what the command or part does
 * @param requestId as in the answer and the log; null outside of HTTP
 */
public record Auditor(
    long organizationKey,
    Via via,
    Long userKey,
    Long tokenKey,
    String name,
    String address,
    String operation,
    String requestId) {
  static final int MAX_OPERATION = 100;
  static final int MAX_ADDRESS = 64;

  public Auditor {
    name = clean(name, BoundedText.MAX_LENGTH);
    address = clean(address, MAX_ADDRESS);
    operation = BoundedText.of(clean(operation, MAX_OPERATION), MAX_OPERATION);
    requestId = clean(requestId, MAX_ADDRESS);
  }

  /** Somebody at the command line. */
  public static Auditor command(long organizationKey, String command) {
    return new Auditor(organizationKey, Via.COMMAND, null, null, command, null, command, null);
  }

  /** The gateway by itself. */
  public static Auditor gateway(long organizationKey, String part, String operation) {
    return new Auditor(organizationKey, Via.GATEWAY, null, null, part, null, operation, null);
  }

  /** A device over DICOM. */
  public static Auditor device(
      long organizationKey, String callingAeTitle, String address, String operation) {
    return new Auditor(
        organizationKey, Via.DEVICE, null, null, callingAeTitle, address, operation, null);
  }

  /** Lines hold entries: no text of theirs has a line's end. */
  private static String clean(String text, int maxLength) {
    String bounded = BoundedText.orNull(text, maxLength);
    if (bounded == null || bounded.chars().noneMatch(Character::isISOControl)) {
      return bounded;
    }
    return BoundedText.orNull(bounded.replaceAll("\\p{Cntrl}", " "), maxLength);
  }
}
