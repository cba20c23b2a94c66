package io.archway.http.account;

import java.util.Map;

/**
 * What somebody says who registers.
 *
 * @param role slug, or null
 * @param phoneNumber or null
 * @param office of a dentist; null of others
 * @param birthDate of a radiologist; null of others
 * @param papers of a radiologist: ids of files, by what they are
 */
public record NewAccount(
    String username,
    String email,
    String password,
    String firstName,
    String middleName,
    String lastName,
    String role,
    String phoneNumber,
    NewOffice office,
    String birthDate,
    Map<String, Long> papers) {

  public NewAccount {
    papers = Map.copyOf(papers);
  }

  @Override
  public String toString() {
    return "NewAccount[" + role + "]";
  }

  /** A place that comes with who works there. */
  public record NewOffice(
      String name,
      String addressLine1,
      String addressLine2,
      String city,
      String state,
      String zipcode) {}
}
