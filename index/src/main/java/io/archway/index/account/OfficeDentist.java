package io.archway.index.account;

import java.util.List;

/** A dentist, and the offices to which they are bound. */
public record OfficeDentist(
    long userKey, String username, String firstName, String lastName, List<Long> officeKeys) {

  /** What they are called, else what they sign in with. */
  public String name() {
    String full = ((firstName == null ? "" : firstName) + " " + (lastName == null ? "" : lastName));
    return full.isBlank() ? username : full.strip();
  }
}
