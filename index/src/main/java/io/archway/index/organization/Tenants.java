package io.archway.index.organization;

import io.archway.index.account.AccessTokenDao;
import io.archway.index.account.AccountDao;
import io.archway.index.account.Role;
import io.archway.index.account.UserDao;
import io.archway.index.account.UserWords;
import io.archway.index.form.FormDao;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Makes and deletes organizations, within the caller's transaction. A new one begins with what the
 * first begins with: an office, the administrator's role, a form. Used for one transaction.
 */
public final class Tenants {
  /** What may belong to an organization and keeps it from being deleted: table and words. */
  private static final List<List<String>> NEEDS =
      List.of(
          List.of("device", "devices"),
          List.of("patient", "patients"),
          List.of("medium", "media"),
          List.of("worklist_item", "worklist items"),
          List.of("report", "reports"),
          List.of("inbox", "inbox entries"));

  /** What goes with it, in the order of references. */
  private static final List<String> OWN =
      List.of(
          "called_ae_title",
          "office",
          "role",
          "form",
          "organization_option",
          "category",
          "user_meta",
          "heartbeat",
          "user_word");

  private final Handle handle;
  private final OrganizationDao organizations;

  public Tenants(Handle handle) {
    this.handle = handle;
    this.organizations = handle.attach(OrganizationDao.class);
  }

  /** Empty where the slug is another's. */
  public Optional<Long> create(String slug, String name, String description, Instant now) {
    if (organizations.create(slug, name, description, now) == 0) {
      return Optional.empty();
    }
    long key = organizations.keyOfSlug(slug).orElseThrow();
    organizations.insertOffice(key, name, now);
    handle.attach(FormDao.class).ensureDefault(key, now);
    AccountDao accounts = handle.attach(AccountDao.class);
    accounts.createRole(key, Role.ADMINISTRATOR, "Administrator");
    accounts.permit(accounts.roleKey(key, Role.ADMINISTRATOR).orElseThrow(), Role.EVERYTHING);
    return Optional.of(key);
  }

  /**
   * Makes a user of another organization the administrator of this one: they bring nothing but
   * themselves, and sign in anew.
   */
  public void settleAdministrator(long fromKey, long userKey, long toKey, Instant now) {
    UserDao users = handle.attach(UserDao.class);
    handle.attach(AccessTokenDao.class).revokeAll(fromKey, userKey);
    users.removeRoles(userKey);
    users.removeOffices(userKey);
    users.removeGrants(userKey);
    for (String table : List.of("account_code", "heartbeat")) {
      handle.execute("DELETE FROM " + table + " WHERE user_key = ?", userKey);
    }
    for (String table : List.of("second_factor", "recovery_code", "user_meta", "user_account")) {
      handle.execute(
          "UPDATE " + table + " SET organization_key = ? WHERE user_key = ?", toKey, userKey);
    }
    AccountDao accounts = handle.attach(AccountDao.class);
    accounts.giveRole(userKey, accounts.roleKey(toKey, Role.ADMINISTRATOR).orElseThrow());
    UserWords.write(handle, toKey, userKey);
    organizations.nameAdministrator(toKey, userKey, now);
  }

  /** What belongs to it, in words; nothing where it may be deleted. */
  public List<String> needs(long organizationKey) {
    List<String> found = new ArrayList<>();
    for (List<String> need : NEEDS) {
      String sql =
          "SELECT count(*) FROM (SELECT 1 FROM %s WHERE organization_key = ?"
              + " FETCH FIRST 1 ROWS ONLY) found";
      long count =
          handle
              .createQuery(sql.formatted(need.get(0)))
              .bind(0, organizationKey)
              .mapTo(long.class)
              .one();
      if (count > 0) {
        found.add(need.get(1));
      }
    }
    return found;
  }

  /** For good, with its users, of whom only the names stay taken. Its rows must be held. */
  public void delete(long organizationKey, Instant now) {
    UserDao users = handle.attach(UserDao.class);
    for (long userKey : users.keysOf(organizationKey)) {
      users.delete(organizationKey, userKey, now);
    }
    for (String table : OWN) {
      handle.execute("DELETE FROM " + table + " WHERE organization_key = ?", organizationKey);
    }
    handle.execute("DELETE FROM organization WHERE organization_key = ?", organizationKey);
  }
}
