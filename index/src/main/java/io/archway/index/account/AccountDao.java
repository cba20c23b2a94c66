package io.archway.index.account;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.customizer.BindList;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** SQL of users and their roles. Names to sign in with are compared folded by {@link LoginName}. */
public interface AccountDao {
  String COLUMNS =
      """
      u.user_key, u.organization_key, u.username, u.email, u.password_hash, u.first_name,
      u.middle_name, u.last_name, u.phone_number, u.timezone, u.is_active AS active, u.created_at,
      u.updated_at, u.last_login_at
      """;

  /** By username or e-mail address. */
  default Optional<Account> findByLogin(String usernameOrEmail) {
    String folded = LoginName.fold(usernameOrEmail);
    return findByUsername(folded).or(() -> findByEmail(folded));
  }

  @SqlQuery(
      "SELECT "
          + COLUMNS
          + " FROM user_account u WHERE u.username_folded = :folded AND u.deleted_at IS NULL")
  Optional<Account> findByUsername(@Bind("folded") String folded);

  @SqlQuery(
      "SELECT "
          + COLUMNS
          + " FROM user_account u WHERE u.email_folded = :folded AND u.deleted_at IS NULL")
  Optional<Account> findByEmail(@Bind("folded") String folded);

  /** Whether somebody has it as username or e-mail address, also who was deleted. */
  @SqlQuery(
      """
      SELECT count(*) > 0 FROM user_account u
      WHERE u.username_folded = :folded OR u.email_folded = :folded
      """)
  boolean isTaken(@Bind("folded") String folded);

  @SqlQuery(
      "SELECT "
          + COLUMNS
          + """
             FROM user_account u
            WHERE u.user_key = :userKey AND u.organization_key = :organizationKey
              AND u.deleted_at IS NULL
            """)
  Optional<Account> find(long organizationKey, long userKey);

  /** Gives 0 where the username or e-mail address is taken. */
  default int create(
      long organizationKey, String username, String email, String passwordHash, Instant now) {
    String name = LoginName.clean(username);
    String mail = LoginName.clean(email);
    return insert(
        organizationKey,
        name,
        LoginName.fold(name),
        mail,
        mail == null ? null : LoginName.fold(mail),
        passwordHash,
        now);
  }

  @SqlUpdate(
      """
      INSERT INTO user_account (organization_key, username, username_folded, email, email_folded,
        password_hash, is_active, created_at, updated_at)
      VALUES (:organizationKey, :username, :usernameFolded, :email, :emailFolded, :passwordHash,
        TRUE, :now, :now)
      ON CONFLICT DO NOTHING
      """)
  int insert(
      long organizationKey,
      String username,
      String usernameFolded,
      String email,
      String emailFolded,
      String passwordHash,
      Instant now);

  /**
   * An account of somebody who has shown that the e-mail address is theirs. Gives 0 where the
   * username or the address is taken.
   */
  default int createRegistered(
      Registration from,
      String firstName,
      String middleName,
      String lastName,
      String phoneNumber,
      Instant now) {
    int created =
        create(from.organizationKey(), from.username(), from.email(), from.passwordHash(), now);
    if (created == 1) {
      name(
          from.organizationKey(),
          LoginName.fold(from.username()),
          LoginName.clean(firstName),
          LoginName.clean(middleName),
          LoginName.clean(lastName),
          LoginName.clean(phoneNumber));
    }
    return created;
  }

  @SqlUpdate(
      """
      UPDATE user_account SET first_name = :firstName, middle_name = :middleName,
        last_name = :lastName, phone_number = :phoneNumber
      WHERE username_folded = :folded AND organization_key = :organizationKey
      """)
  void name(
      long organizationKey,
      String folded,
      String firstName,
      String middleName,
      String lastName,
      String phoneNumber);

  @SqlUpdate(
      """
      UPDATE user_account SET is_active = TRUE, updated_at = :now
      WHERE user_key = :userKey AND organization_key = :organizationKey AND deleted_at IS NULL
      """)
  int activate(long organizationKey, long userKey, Instant now);

  @SqlUpdate(
      """
      UPDATE user_account SET is_active = FALSE, updated_at = :now
      WHERE user_key = :userKey AND organization_key = :organizationKey AND deleted_at IS NULL
      """)
  int deactivate(long organizationKey, long userKey, Instant now);

  @SqlUpdate(
      """
      UPDATE user_account SET password_hash = :passwordHash, updated_at = :now
      WHERE user_key = :userKey AND organization_key = :organizationKey
      """)
  int updatePassword(long organizationKey, long userKey, String passwordHash, Instant now);

  @SqlUpdate(
      """
      UPDATE user_account SET timezone = :timezone
      WHERE user_key = :userKey AND organization_key = :organizationKey
      """)
  int updateTimezone(long organizationKey, long userKey, String timezone);

  @SqlUpdate("UPDATE user_account SET last_login_at = :now WHERE user_key = :userKey")
  void signedIn(long userKey, Instant now);

  @SqlQuery(
      """
      SELECT r.role_key, r.organization_key, r.slug, r.name
      FROM user_role x JOIN role r ON r.role_key = x.role_key
      WHERE x.user_key = :userKey AND r.organization_key = :organizationKey
      ORDER BY r.role_key FETCH FIRST 100 ROWS ONLY
      """)
  List<Role> roles(long organizationKey, long userKey);

  @SqlQuery(
      """
      SELECT DISTINCT p.permission
      FROM user_role x
      JOIN role r ON r.role_key = x.role_key
      JOIN role_permission p ON p.role_key = r.role_key
      WHERE x.user_key = :userKey AND r.organization_key = :organizationKey
      ORDER BY p.permission FETCH FIRST 1000 ROWS ONLY
      """)
  List<String> permissions(long organizationKey, long userKey);

  /** The offices to which somebody has bound the user; none where nobody has. */
  @SqlQuery(
      """
      SELECT o.office_key FROM user_office x JOIN office o ON o.office_key = x.office_key
      WHERE x.user_key = :userKey AND o.organization_key = :organizationKey
      ORDER BY o.office_key FETCH FIRST 1000 ROWS ONLY
      """)
  List<Long> officeKeys(long organizationKey, long userKey);

  @SqlUpdate(
      """
      INSERT INTO user_office (user_key, office_key) VALUES (:userKey, :officeKey)
      ON CONFLICT DO NOTHING
      """)
  void bindToOffice(long userKey, long officeKey);

  @SqlUpdate(
      """
      INSERT INTO role (organization_key, slug, name) VALUES (:organizationKey, :slug, :name)
      ON CONFLICT DO NOTHING
      """)
  void createRole(long organizationKey, String slug, String name);

  @SqlQuery("SELECT role_key FROM role WHERE organization_key = :organizationKey AND slug = :slug")
  Optional<Long> roleKey(long organizationKey, String slug);

  @SqlUpdate(
      """
      INSERT INTO role_permission (role_key, permission) VALUES (:roleKey, :permission)
      ON CONFLICT DO NOTHING
      """)
  void permit(long roleKey, String permission);

  @SqlUpdate(
      "INSERT INTO user_role (user_key, role_key) VALUES (:userKey, :roleKey) ON CONFLICT DO NOTHING")
  void giveRole(long userKey, long roleKey);

  /** Of users that were deleted too. */
  @SqlQuery(
      """
      SELECT u.user_key, u.username FROM user_account u
      WHERE u.user_key IN (<userKeys>) AND u.organization_key = :organizationKey
      """)
  List<Username> usernames(long organizationKey, @BindList("userKeys") List<Long> userKeys);
}
