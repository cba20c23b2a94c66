package io.archway.http.imaging;

import io.archway.index.account.Account;
import io.archway.index.account.Role;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** A user as the API shows them. */
record UserView(
    long id,
    String username,
    String email,
    String firstName,
    String middleName,
    String lastName,
    String phoneNumber,
    String timezone,
    long organizationId,
    List<RoleView> roles,
    List<String> permissions,
    Instant lastLoginAt,
    Instant createdAt,
    Instant updatedAt) {

  record RoleView(long id, String slug, String name) {}

  static UserView of(Account account, List<Role> roles, Collection<String> permissions) {
    return new UserView(
        account.userKey(),
        account.username(),
        account.email(),
        account.firstName(),
        account.middleName(),
        account.lastName(),
        account.phoneNumber(),
        account.timezone(),
        account.organizationKey(),
        roles.stream().map(r -> new RoleView(r.roleKey(), r.slug(), r.name())).toList(),
        permissions.stream().sorted().toList(),
        account.lastLoginAt(),
        account.createdAt(),
        account.updatedAt());
  }
}
