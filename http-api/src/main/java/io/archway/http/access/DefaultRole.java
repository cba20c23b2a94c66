package io.archway.http.access;

import static io.archway.http.access.Permission.*;

import io.archway.index.access.RoleDao;
import io.archway.index.account.Role;
import io.archway.index.database.Database;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * The roles that every organization begins with. They cannot be removed; what all but the
 * administrator's permit is the organization's to change, and stays as it was changed.
 */
public enum DefaultRole {
  ADMINISTRATOR(Role.ADMINISTRATOR, "Administrator"),

  DENTIST(
      Role.DENTIST,
      "Dentist",
      PATIENT_INDEX,
      PATIENT_STORE,
      PATIENT_SHOW,
      PATIENT_UPDATE,
      MEDIA_INDEX,
      MEDIA_STORE,
      MEDIA_SHOW,
      MEDIA_UPDATE,
      MEDIA_DOWNLOAD,
      DICOM_INDEX,
      DICOM_SHOW,
      WORKLIST_INDEX,
      WORKLIST_STORE,
      WORKLIST_SHOW,
      WORKLIST_UPDATE,
      WORKLIST_DESTROY,
      REPORT_INDEX,
      REPORT_SHOW,
      REPORT_PREVIEW,
      INBOX_INDEX,
      INBOX_SHOW,
      INBOX_UPDATE,
      OFFICE_INDEX,
      OFFICE_SHOW,
      RADIOLOGIST_INDEX,
      CATEGORY_INDEX,
      CATEGORY_SHOW,
      OPTION_INDEX,
      OPTION_SHOW,
      FORM_INDEX,
      FORM_SHOW,
      EVENT_INDEX),

  RADIOLOGIST(
      Role.RADIOLOGIST,
      "Radiologist",
      PATIENT_INDEX,
      PATIENT_SHOW,
      MEDIA_INDEX,
      MEDIA_SHOW,
      MEDIA_DOWNLOAD,
      DICOM_INDEX,
      DICOM_SHOW,
      WORKLIST_INDEX,
      WORKLIST_SHOW,
      WORKLIST_UPDATE,
      REPORT_INDEX,
      REPORT_STORE,
      REPORT_SHOW,
      REPORT_UPDATE,
      REPORT_DESTROY,
      REPORT_PREVIEW,
      REPORT_SIGN,
      OFFICE_INDEX,
      OFFICE_SHOW,
      RADIOLOGIST_INDEX,
      CATEGORY_INDEX,
      CATEGORY_SHOW,
      OPTION_INDEX,
      OPTION_SHOW,
      FORM_INDEX,
      FORM_SHOW,
      EVENT_INDEX),

  /** A program that brings what other systems have. */
  AGENT(
      "agent",
      "Agent",
      PATIENT_INDEX,
      PATIENT_STORE,
      PATIENT_SHOW,
      PATIENT_UPDATE,
      MEDIA_INDEX,
      MEDIA_STORE,
      MEDIA_SHOW,
      MEDIA_UPDATE,
      DICOM_INDEX,
      DICOM_STORE,
      DICOM_SHOW,
      DICOM_UPDATE,
      WORKLIST_INDEX,
      WORKLIST_SHOW,
      OFFICE_INDEX,
      OFFICE_SHOW,
      CATEGORY_INDEX,
      CATEGORY_SHOW,
      OPTION_INDEX,
      OPTION_SHOW,
      USER_HEARTBEAT_STORE,
      EVENT_INDEX);

  private final String slug;
  private final String roleName;
  private final Set<Permission> permissions;

  DefaultRole(String slug, String roleName, Permission... permissions) {
    this.slug = slug;
    this.roleName = roleName;
    this.permissions =
        permissions.length == 0
            ? EnumSet.allOf(Permission.class)
            : EnumSet.copyOf(List.of(permissions));
  }

  public String slug() {
    return slug;
  }

  /** What it permits as it is made. */
  public Set<String> permissions() {
    return permissions.stream().map(Permission::text).collect(Collectors.toUnmodifiableSet());
  }

  public static boolean isSlug(String slug) {
    return Arrays.stream(values()).anyMatch(role -> role.slug.equals(slug));
  }

  /** Makes those that an organization lacks; the others stay as they are. */
  public static void ensure(Handle handle, long organizationKey) {
    for (DefaultRole role : values()) {
      role.make(handle, organizationKey);
    }
  }

  /** For every organization, also of an index of before there were such roles. */
  public static void ensure(Database database) {
    Set<Long> lacking = lacking(database);
    while (!lacking.isEmpty()) {
      Set<Long> keys = lacking;
      database.durably(
          handle -> {
            keys.forEach(key -> ensure(handle, key));
            return null;
          });
      lacking = lacking(database);
    }
  }

  /** Organizations that lack one or more of them, the first of each. */
  private static Set<Long> lacking(Database database) {
    return database.read(
        handle -> {
          RoleDao roles = handle.attach(RoleDao.class);
          Set<Long> keys = new TreeSet<>();
          for (DefaultRole role : values()) {
            keys.addAll(roles.organizationsWithout(role.slug));
          }
          return keys;
        });
  }

  private void make(Handle handle, long organizationKey) {
    RoleDao roles = handle.attach(RoleDao.class);
    boolean isNew = roles.create(organizationKey, slug, roleName) == 1;
    long key = roles.find(organizationKey, slug).orElseThrow().roleKey();
    if (this == ADMINISTRATOR) {
      roles.permit(key, Role.EVERYTHING);
    } else if (isNew) {
      permissions().stream().sorted().forEach(permission -> roles.permit(key, permission));
    }
  }
}
