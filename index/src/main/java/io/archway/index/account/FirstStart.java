package io.archway.index.account;

import io.archway.index.database.Database;
import io.archway.index.form.FormDao;
import io.archway.index.organization.OrganizationDao;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/**
 * What a new gateway begins with: an organization, its office, its called AE titles, the role and
 * the user of its administrator. Idempotent; what is there stays as it is.
 */
public final class FirstStart {
  /** What a new gateway is called by. */
  public record Names(
      String organizationSlug,
      String organizationName,
      String officeName,
      List<String> calledAeTitles,
      String username) {}

  /** Where it is now; {@code administratorCreated} where the given password is the new one. */
  public record Result(
      long organizationKey, long officeKey, long userKey, boolean administratorCreated) {}

  private FirstStart() {}

  /** {@code passwordHash} is asked for only when the user is new. */
  public static Result ensure(
      Database database, Names names, Supplier<String> passwordHash, Instant now) {
    return database.durably(handle -> ensure(handle, names, passwordHash, now));
  }

  private static Result ensure(
      Handle handle, Names names, Supplier<String> passwordHash, Instant now) {
    OrganizationDao organizations = handle.attach(OrganizationDao.class);
    long organizationKey = organization(organizations, names, now);
    if (organizations.defaultOfficeKey(organizationKey).isEmpty()) {
      organizations.insertOffice(organizationKey, names.officeName(), now);
    }
    names.calledAeTitles().forEach(title -> organizations.addCalledAeTitle(organizationKey, title));
    FormDao forms = handle.attach(FormDao.class);
    organizations.list().forEach(one -> forms.ensureDefault(one.organizationKey(), now));
    AccountDao accounts = handle.attach(AccountDao.class);
    boolean missing = accounts.findByLogin(names.username()).isEmpty();
    boolean created =
        missing
            && accounts.create(organizationKey, names.username(), null, passwordHash.get(), now)
                == 1;
    long userKey = accounts.findByLogin(names.username()).orElseThrow().userKey();
    if (created) {
      makeAdministrator(accounts, organizationKey, userKey);
    }
    makeOperator(handle, organizationKey, userKey, now);
    return new Result(
        organizationKey,
        organizations.defaultOfficeKey(organizationKey).orElseThrow(),
        userKey,
        created);
  }

  /** The first organization, whatever it is called by now. */
  private static long organization(OrganizationDao organizations, Names names, Instant now) {
    List<Long> keys = organizations.firstTwoKeys();
    if (!keys.isEmpty()) {
      return keys.get(0);
    }
    organizations.insert(names.organizationSlug(), names.organizationName(), now);
    return organizations.keyOfSlug(names.organizationSlug()).orElseThrow();
  }

  private static void makeAdministrator(AccountDao accounts, long organizationKey, long userKey) {
    accounts.createRole(organizationKey, Role.ADMINISTRATOR, "Administrator");
    long roleKey = accounts.roleKey(organizationKey, Role.ADMINISTRATOR).orElseThrow();
    accounts.permit(roleKey, Role.EVERYTHING);
    accounts.giveRole(userKey, roleKey);
  }

  /** The first user of all sees to other organizations too. */
  private static void makeOperator(Handle handle, long organizationKey, long userKey, Instant now) {
    UserDao users = handle.attach(UserDao.class);
    if (users.operators().isEmpty()) {
      users.makeOperator(userKey, true);
    }
    UserWords.write(handle, organizationKey, userKey);
    OrganizationDao organizations = handle.attach(OrganizationDao.class);
    if (organizations.find(organizationKey).orElseThrow().administratorKey() == null) {
      organizations.nameAdministrator(organizationKey, userKey, now);
    }
  }
}
