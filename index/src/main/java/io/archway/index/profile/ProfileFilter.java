package io.archway.index.profile;

/**
 * Which patients a list shows: all that is not null must fit.
 *
 * @param search words of names, e-mail address or personal number, or a part of the phone number
 * @param phone a part of the number, with whatever is between its digits
 * @param active whether they are archived (false) or not
 */
public record ProfileFilter(
    String search,
    String email,
    String phone,
    String personalNo,
    String externalId,
    String legacyId,
    boolean active) {

  /** All who are not archived. */
  public static final ProfileFilter ACTIVE =
      new ProfileFilter(null, null, null, null, null, null, true);
}
