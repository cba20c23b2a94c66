package io.archway.http.imaging;

import io.archway.http.access.DefaultRole;
import io.archway.http.access.Permission;
import io.archway.index.access.RoleDao;
import io.archway.index.account.AccountDao;
import io.archway.index.account.Role;
import io.archway.index.account.UserWords;
import io.archway.index.database.Database;
import io.archway.index.device.DeviceDao;
import io.archway.index.form.FormDao;
import io.archway.index.organization.OrganizationDao;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The second organization, and users of both with some rights.
 *
 * @param names takes the keys of what is there: {@code office}, {@code dentist.user}
 */
record SamplePeople(Database database, Map<String, String> names) {

  long otherOrganization() {
    return database.durably(
        handle -> {
          OrganizationDao organizations = handle.attach(OrganizationDao.class);
          organizations.insert("other", "Other", SampleGateway.NOW);
          long key = organizations.keyOfSlug("other").orElseThrow();
          organizations.insertOffice(key, "Other office", SampleGateway.NOW);
          organizations.addCalledAeTitle(key, "OTHER");
          DefaultRole.ensure(handle, key);
          handle.attach(FormDao.class).ensureDefault(key, SampleGateway.NOW);
          return key;
        });
  }

  void user(long organization, String name, String hash, boolean administrator) {
    database.durably(
        handle -> {
          AccountDao accounts = handle.attach(AccountDao.class);
          accounts.create(organization, name, name + "@clinic.example", hash, SampleGateway.NOW);
          if (administrator) {
            accounts.createRole(organization, Role.ADMINISTRATOR, "Administrator");
            long role = accounts.roleKey(organization, Role.ADMINISTRATOR).orElseThrow();
            accounts.permit(role, Role.EVERYTHING);
            accounts.giveRole(accounts.findByLogin(name).orElseThrow().userKey(), role);
          }
          long key = accounts.findByLogin(name).orElseThrow().userKey();
          UserWords.write(handle, organization, key);
          return null;
        });
  }

  /** Ids of the offices, the second with a device of its own, and of the users. */
  void name(long organizationKey, long otherOrganizationKey) {
    database.durably(
        handle -> {
          OrganizationDao organizations = handle.attach(OrganizationDao.class);
          names.put("organization", Long.toString(organizationKey));
          names.put("foreign.organization", Long.toString(otherOrganizationKey));
          names.put("office", text(organizations.defaultOfficeKey(organizationKey)));
          names.put("foreign.office", text(organizations.defaultOfficeKey(otherOrganizationKey)));
          organizations.insertOffice(organizationKey, "Branch office", SampleGateway.NOW);
          long branch = organizations.offices(organizationKey).get(1).officeKey();
          names.put("form", text(handle.attach(FormDao.class).defaultKey(organizationKey)));
          names.put(
              "foreign.form", text(handle.attach(FormDao.class).defaultKey(otherOrganizationKey)));
          names.put("branch.office", Long.toString(branch));
          DeviceDao devices = handle.attach(DeviceDao.class);
          devices.insert(organizationKey, branch, "dimse", "PANO", "192.0.2.20", SampleGateway.NOW);
          AccountDao accounts = handle.attach(AccountDao.class);
          for (String user :
              List.of(
                  "admin", "clerk", "stranger", "dentist", "reader", "viewer", "receptionist")) {
            long key = accounts.findByLogin(user).orElseThrow().userKey();
            names.put(user + ".user", Long.toString(key));
          }
          RoleDao roles = handle.attach(RoleDao.class);
          for (String slug : List.of(Role.DENTIST, Role.RADIOLOGIST)) {
            roles.permitNothing(roles.find(organizationKey, slug).orElseThrow().roleKey());
          }
          giveRole(
              accounts,
              organizationKey,
              Role.DENTIST,
              "dentist",
              "(worklist|dicom|inbox|report)\\..*");
          giveRole(
              accounts,
              organizationKey,
              Role.RADIOLOGIST,
              "reader",
              "(worklist|dicom|inbox|media|report)\\..*");
          giveRole(accounts, organizationKey, "viewer", "viewer", "media\\..*");
          giveRole(
              accounts,
              organizationKey,
              "receptionist",
              "receptionist",
              "user\\.(index|show|store|update|destroy)|office\\..*|media\\.index");
          accounts.bindToOffice(accounts.findByLogin("dentist").orElseThrow().userKey(), branch);
          accounts.bindToOffice(
              accounts.findByLogin("receptionist").orElseThrow().userKey(), branch);
          names.put("kiribati.today", LocalDate.now(ZoneId.of("Pacific/Kiritimati")).toString());
          return null;
        });
  }

  private static void giveRole(
      AccountDao accounts, long organizationKey, String slug, String user, String permissions) {
    accounts.createRole(organizationKey, slug, slug);
    long role = accounts.roleKey(organizationKey, slug).orElseThrow();
    Permission.all().stream()
        .filter(permission -> permission.matches(permissions))
        .forEach(permission -> accounts.permit(role, permission));
    accounts.giveRole(accounts.findByLogin(user).orElseThrow().userKey(), role);
  }

  private static String text(Optional<Long> key) {
    return Long.toString(key.orElseThrow());
  }
}
