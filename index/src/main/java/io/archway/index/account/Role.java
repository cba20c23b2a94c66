package io.archway.index.account;

/** A named set of permissions. */
public record Role(long roleKey, long organizationKey, String slug, String name) {
  public static final String ADMINISTRATOR = "administrator";

  /** The permission of a role that may do everything. */
  public static final String EVERYTHING = "*";
}
