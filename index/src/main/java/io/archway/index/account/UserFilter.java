package io.archway.index.account;

import java.util.List;

/**
 * Which users of an organization.
 *
 * @param search words that begin words of names or e-mail address, or null
 * @param role slug of a role they have, or null
 * @param officeKeys offices of which they have one, or null; {@code selfKey} is seen all the same
 * @param selfKey who asks
 */
public record UserFilter(
    long organizationKey, String search, String role, List<Long> officeKeys, Long selfKey) {

  public UserFilter {
    officeKeys = officeKeys == null ? null : List.copyOf(officeKeys);
  }
}
