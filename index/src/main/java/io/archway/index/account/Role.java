package io.archway.index.account;

/** A named set of permissions. */
public record Role(long roleKey, long organizationKey, String slug, String name) {
  public static final String ADMINISTRATOR = "administrator";

  /** Belongs to offices. */
  public static final String DENTIST = "dentist";

  /** Reads what is assigned to them. */
  public static final String RADIOLOGIST = "radiologist";

  /** The permission of a role that may do everything. */
  public static final String EVERYTHING = "*";
}
