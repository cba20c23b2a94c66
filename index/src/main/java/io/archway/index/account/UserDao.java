package io.archway.index.account;

import io.archway.index.database.Page;
import io.archway.index.database.PageRequest;
import io.archway.index.patient.FoldedText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.sqlobject.SqlObject;
import org.jdbi.v3.sqlobject.customizer.BindList;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** SQL of users as people administer them. */
public interface UserDao extends SqlObject {
  /** Words beyond this number of a search text are not looked at. */
  int MAX_SEARCH_WORDS = 8;

  /** By key, those who were made first first. */
  default Page<Account> page(UserFilter filter, PageRequest page) {
    List<String> words = FoldedText.words(filter.search(), MAX_SEARCH_WORDS);
    if (filter.search() != null && !filter.search().isBlank() && words.isEmpty()) {
      return new Page<>(List.of(), 0, false);
    }
    String where = where(filter, words);
    List<Account> rows =
        bind(
                getHandle()
                    .createQuery(
                        "SELECT "
                            + AccountDao.COLUMNS
                            + where
                            + " ORDER BY u.organization_key, u.user_key"
                            + " OFFSET :offset ROWS FETCH FIRST :perPage ROWS ONLY"),
                filter,
                words)
            .bind("offset", page.offset())
            .bind("perPage", page.perPage())
            .mapTo(Account.class)
            .list();
    return Page.counted(rows, count(filter, words, where));
  }

  private long count(UserFilter filter, List<String> words, String where) {
    return bind(
            getHandle()
                .createQuery(
                    "SELECT count(*) FROM (SELECT 1"
                        + where
                        + " FETCH FIRST :countLimit ROWS ONLY) counted"),
            filter,
            words)
        .bind("countLimit", PageRequest.COUNT_LIMIT + 1)
        .mapTo(long.class)
        .one();
  }

  private static String where(UserFilter filter, List<String> words) {
    StringBuilder sql =
        new StringBuilder(
            " FROM user_account u"
                + " WHERE u.organization_key = :organizationKey AND u.deleted_at IS NULL");
    for (int i = 0; i < words.size(); i++) {
      sql.append(
          """
           AND u.user_key IN (SELECT w.user_key FROM user_word w
            WHERE w.organization_key = :organizationKey AND w.word >= :from%1$d AND w.word < :to%1$d)
          """
              .formatted(i));
    }
    if (filter.role() != null) {
      sql.append(
          """
           AND EXISTS (SELECT 1 FROM user_role x JOIN role r ON r.role_key = x.role_key
            WHERE x.user_key = u.user_key AND r.organization_key = :organizationKey
              AND r.slug = :role)
          """);
    }
    if (filter.officeKeys() != null) {
      sql.append(" AND (u.user_key = :selfKey").append(inOffices(filter.officeKeys())).append(")");
    }
    return sql.toString();
  }

  private static String inOffices(List<Long> officeKeys) {
    return officeKeys.isEmpty()
        ? ""
        : officeKeys.stream()
            .map(String::valueOf)
            .collect(
                Collectors.joining(
                    ", ",
                    " OR EXISTS (SELECT 1 FROM user_office y"
                        + " WHERE y.user_key = u.user_key AND y.office_key IN (",
                    "))"));
  }

  private static Query bind(Query query, UserFilter filter, List<String> words) {
    query.bind("organizationKey", filter.organizationKey());
    if (filter.role() != null) {
      query.bind("role", filter.role());
    }
    if (filter.officeKeys() != null) {
      query.bind("selfKey", filter.selfKey() == null ? 0L : filter.selfKey());
    }
    for (int i = 0; i < words.size(); i++) {
      query.bind("from" + i, words.get(i));
      query.bind("to" + i, FoldedText.successor(words.get(i)));
    }
    return query;
  }

  /** A role of a user. */
  record UserRole(long userKey, long roleKey, long organizationKey, String slug, String name) {
    public Role role() {
      return new Role(roleKey, organizationKey, slug, name);
    }
  }

  @SqlQuery(
      """
      SELECT x.user_key, r.role_key, r.organization_key, r.slug, r.name
      FROM user_role x JOIN role r ON r.role_key = x.role_key
      WHERE x.user_key IN (<userKeys>) AND r.organization_key = :organizationKey
      ORDER BY x.user_key, r.role_key
      """)
  List<UserRole> roles(long organizationKey, @BindList("userKeys") List<Long> userKeys);

  /** An office to which a user is bound. */
  record UserOffice(long userKey, long officeKey, String name) {}

  @SqlQuery(
      """
      SELECT x.user_key, o.office_key, o.name
      FROM user_office x JOIN office o ON o.office_key = x.office_key
      WHERE x.user_key IN (<userKeys>) AND o.organization_key = :organizationKey
        AND o.deleted_at IS NULL
      ORDER BY x.user_key, o.office_key
      """)
  List<UserOffice> offices(long organizationKey, @BindList("userKeys") List<Long> userKeys);

  /** Those with the role, who may sign in, by name; of these offices only unless null. */
  default List<OfficeDentist> dentists(long organizationKey, List<Long> officeKeys) {
    Map<Long, List<Long>> offices = new LinkedHashMap<>();
    List<Account> accounts = withRole(organizationKey, Role.DENTIST);
    if (!accounts.isEmpty()) {
      offices(organizationKey, accounts.stream().map(Account::userKey).toList())
          .forEach(
              one ->
                  offices
                      .computeIfAbsent(one.userKey(), key -> new ArrayList<>())
                      .add(one.officeKey()));
    }
    return accounts.stream()
        .map(one -> dentist(one, offices.getOrDefault(one.userKey(), List.of())))
        .filter(
            one -> officeKeys == null || one.officeKeys().stream().anyMatch(officeKeys::contains))
        .toList();
  }

  private static OfficeDentist dentist(Account account, List<Long> officeKeys) {
    return new OfficeDentist(
        account.userKey(),
        account.username(),
        account.firstName(),
        account.lastName(),
        List.copyOf(officeKeys));
  }

  /** At most 1,000. */
  @SqlQuery(
      "SELECT "
          + AccountDao.COLUMNS
          + """
             FROM user_account u
            WHERE u.organization_key = :organizationKey AND u.deleted_at IS NULL AND u.is_active
              AND EXISTS (SELECT 1 FROM user_role x JOIN role r ON r.role_key = x.role_key
                WHERE x.user_key = u.user_key AND r.organization_key = :organizationKey
                  AND r.slug = :slug)
            ORDER BY u.last_name, u.first_name, u.user_key FETCH FIRST 1000 ROWS ONLY
            """)
  List<Account> withRole(long organizationKey, String slug);

  /** Whether somebody signs in with it, or did: nobody ever gets another's name. */
  @SqlQuery(
      """
      SELECT count(*) > 0 FROM user_account
      WHERE user_key <> :butKey AND (username_folded = :folded OR email_folded = :folded)
      """)
  boolean isTaken(String folded, long butKey);

  /** Gives 0 where a name is taken. */
  @SqlUpdate(
      """
      INSERT INTO user_account (organization_key, username, username_folded, email, email_folded,
        password_hash, first_name, middle_name, last_name, phone_number, timezone, is_active,
        created_at, updated_at)
      VALUES (:organizationKey, :user.username, :user.usernameFolded, :user.email,
        :user.emailFolded, :passwordHash, :user.firstName, :user.middleName, :user.lastName,
        :user.phoneNumber, :user.timezone, :user.active, :now, :now)
      ON CONFLICT DO NOTHING
      """)
  int insert(
      long organizationKey, @BindMethods("user") NewUser user, String passwordHash, Instant now);

  /** Fails where a name is taken (SQLSTATE 23505). */
  @SqlUpdate(
      """
      UPDATE user_account SET username = :user.username, username_folded = :user.usernameFolded,
        email = :user.email, email_folded = :user.emailFolded, first_name = :user.firstName,
        middle_name = :user.middleName, last_name = :user.lastName,
        phone_number = :user.phoneNumber, timezone = :user.timezone, is_active = :user.active,
        updated_at = :now
      WHERE user_key = :userKey AND organization_key = :organizationKey AND deleted_at IS NULL
      """)
  int update(long organizationKey, long userKey, @BindMethods("user") NewUser user, Instant now);

  /** The row stays, so that history and audit can say who it was; the e-mail address is free. */
  default void delete(long organizationKey, long userKey, Instant now) {
    markDeleted(organizationKey, userKey, now);
    getHandle().attach(AccessTokenDao.class).revokeAll(organizationKey, userKey);
    UserWords.delete(getHandle(), userKey);
    removeRoles(userKey);
    removeOffices(userKey);
    removeGrants(userKey);
  }

  @SqlUpdate("DELETE FROM user_permission WHERE user_key = :userKey")
  void removeGrants(long userKey);

  @SqlUpdate(
      """
      UPDATE user_account SET deleted_at = :now, email_folded = NULL, is_active = FALSE,
        is_operator = FALSE, updated_at = :now
      WHERE user_key = :userKey AND organization_key = :organizationKey AND deleted_at IS NULL
      """)
  int markDeleted(long organizationKey, long userKey, Instant now);

  @SqlUpdate("DELETE FROM user_role WHERE user_key = :userKey")
  void removeRoles(long userKey);

  @SqlUpdate("DELETE FROM user_office WHERE user_key = :userKey")
  void removeOffices(long userKey);

  /** Waits for whoever changes who administers the organization, and makes others wait. */
  @SqlQuery(
      """
      SELECT organization_key FROM organization
      WHERE organization_key = :organizationKey FOR UPDATE
      """)
  Optional<Long> lock(long organizationKey);

  /** Those who may do everything, none of it taken from them, and may sign in. At most 1,000. */
  @SqlQuery(
      """
      SELECT DISTINCT u.user_key FROM role r
      JOIN role_permission p ON p.role_key = r.role_key
      JOIN user_role x ON x.role_key = r.role_key
      JOIN user_account u ON u.user_key = x.user_key
      WHERE r.organization_key = :organizationKey AND p.permission = '*'
        AND u.is_active AND u.deleted_at IS NULL
        AND NOT EXISTS (SELECT 1 FROM user_permission d
          WHERE d.user_key = u.user_key AND NOT d.is_granted)
      ORDER BY u.user_key FETCH FIRST 1000 ROWS ONLY
      """)
  List<Long> administrators(long organizationKey);

  /** Of all who are not deleted. */
  @SqlQuery(
      """
      SELECT user_key FROM user_account
      WHERE organization_key = :organizationKey AND deleted_at IS NULL ORDER BY user_key
      """)
  List<Long> keysOf(long organizationKey);

  /** Beyond what their roles permit. */
  @SqlUpdate(
      """
      INSERT INTO user_permission (user_key, permission, is_granted)
      VALUES (:userKey, :permission, TRUE) ON CONFLICT DO NOTHING
      """)
  void grant(long userKey, String permission);

  @SqlQuery("SELECT is_operator FROM user_account WHERE user_key = :userKey AND deleted_at IS NULL")
  Optional<Boolean> isOperator(long userKey);

  /** Those of the gateway who may see to all organizations, and may sign in. */
  @SqlQuery(
      """
      SELECT user_key FROM user_account
      WHERE is_operator AND is_active AND deleted_at IS NULL
      ORDER BY user_key FETCH FIRST 1000 ROWS ONLY
      """)
  List<Long> operators();

  /** Whether somebody said that they see all offices, those made later too. */
  @SqlQuery(
      """
      SELECT all_offices FROM user_account
      WHERE user_key = :userKey AND organization_key = :organizationKey
      """)
  Optional<Boolean> seesAllOffices(long organizationKey, long userKey);

  @SqlQuery(
      """
      SELECT user_key FROM user_account
      WHERE user_key IN (<userKeys>) AND organization_key = :organizationKey AND all_offices
      """)
  List<Long> seeingAllOffices(long organizationKey, @BindList("userKeys") List<Long> userKeys);

  @SqlUpdate("UPDATE user_account SET all_offices = :all WHERE user_key = :userKey")
  void showAllOffices(long userKey, boolean all);

  @SqlUpdate("UPDATE user_account SET is_operator = :operator WHERE user_key = :userKey")
  void makeOperator(long userKey, boolean operator);
}
