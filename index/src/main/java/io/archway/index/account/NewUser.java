package io.archway.index.account;

/** Who is to be made a user, or what a user is to be; null is unknown. */
public record NewUser(
    String username,
    String email,
    String firstName,
    String middleName,
    String lastName,
    String phoneNumber,
    String timezone,
    boolean active) {

  public String usernameFolded() {
    return LoginName.fold(username);
  }

  public String emailFolded() {
    return email == null ? null : LoginName.fold(email);
  }

  @Override
  public String toString() {
    return "NewUser";
  }
}
