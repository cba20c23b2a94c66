package io.archway.index.organization;

import io.archway.index.database.Page;
import io.archway.index.database.PageRequest;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.sqlobject.SqlObject;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/**
 * SQL of offices as people administer them. An organization has at most {@link #MAX_OFFICES}; what
 * is deleted keeps its key and comes back when an office of its name is made.
 */
public interface OfficeDao extends SqlObject {
  int MAX_OFFICES = 1_000;

  /** Something that may belong to an office. */
  enum Need {
    DEVICES("devices", "device n WHERE n.office_key = :office"),
    PATIENTS(
        "patients",
        "patient n WHERE n.organization_key = :organization AND n.office_key = :office"),
    MEDIA("media", "medium n WHERE n.organization_key = :organization AND n.office_key = :office"),
    ITEMS(
        "worklist items",
        "worklist_item n WHERE n.organization_key = :organization AND n.office_key = :office"),
    REPORTS(
        "reports", "report n WHERE n.organization_key = :organization AND n.office_key = :office"),
    INBOX(
        "inbox entries",
        "inbox n WHERE n.organization_key = :organization AND n.state = 'OPEN'"
            + " AND n.office_key = :office"),
    USERS(
        "users",
        "user_office n JOIN user_account u ON u.user_key = n.user_key"
            + " WHERE n.office_key = :office AND u.deleted_at IS NULL");

    private final String words;
    private final String from;

    Need(String words, String from) {
      this.words = words;
      this.from = from;
    }

    public String words() {
      return words;
    }
  }

  /** What belongs to an office, because of which it cannot be deleted. */
  default List<Need> needs(long organizationKey, long officeKey) {
    return Arrays.stream(Need.values())
        .filter(need -> has(need, organizationKey, officeKey))
        .toList();
  }

  private boolean has(Need need, long organizationKey, long officeKey) {
    return getHandle()
            .createQuery(
                "SELECT count(*) FROM (SELECT 1 FROM "
                    + need.from
                    + " FETCH FIRST 1 ROWS ONLY) found")
            .bind("organization", organizationKey)
            .bind("office", officeKey)
            .mapTo(long.class)
            .one()
        > 0;
  }

  /**
   * By key; of these offices only unless null; {@code search} is looked for in name and city,
   * without case, or null.
   */
  default Page<Office> page(
      long organizationKey, List<Long> officeKeys, String search, PageRequest page) {
    List<Office> found = list(organizationKey, officeKeys, search);
    int from = Math.min(page.offset(), found.size());
    int to = Math.min(from + page.perPage(), found.size());
    return new Page<>(found.subList(from, to), found.size(), false);
  }

  /** All of them: there are at most {@link #MAX_OFFICES}. */
  default List<Office> list(long organizationKey, List<Long> officeKeys, String search) {
    String wanted = search == null ? "" : search.strip().toLowerCase(Locale.ROOT);
    return getHandle().attach(OrganizationDao.class).offices(organizationKey).stream()
        .filter(office -> officeKeys == null || officeKeys.contains(office.officeKey()))
        .filter(office -> contains(office.name(), wanted) || contains(office.city(), wanted))
        .toList();
  }

  private static boolean contains(String text, String wanted) {
    return wanted.isEmpty() || text != null && text.toLowerCase(Locale.ROOT).contains(wanted);
  }

  /** Holds the organization's offices: whoever makes or deletes one waits. */
  @SqlQuery(
      """
      SELECT organization_key FROM organization
      WHERE organization_key = :organizationKey FOR UPDATE
      """)
  long lock(long organizationKey);

  @SqlQuery(
      """
      SELECT count(*) FROM office
      WHERE organization_key = :organizationKey AND deleted_at IS NULL
      """)
  int count(long organizationKey);

  /** Empty where the organization has one of this name. */
  default Optional<Long> create(long organizationKey, NewOffice office, Instant now) {
    Optional<Long> deleted = deletedKey(organizationKey, office.name());
    if (deleted.isPresent()) {
      restore(deleted.get());
      update(organizationKey, deleted.get(), office, now);
      return deleted;
    }
    return insert(organizationKey, office, now) == 0
        ? Optional.empty()
        : keyOfName(organizationKey, office.name());
  }

  @SqlQuery(
      """
      SELECT office_key FROM office
      WHERE organization_key = :organizationKey AND name = :name AND deleted_at IS NOT NULL
      """)
  Optional<Long> deletedKey(long organizationKey, String name);

  @SqlQuery(
      "SELECT office_key FROM office WHERE organization_key = :organizationKey AND name = :name")
  Optional<Long> keyOfName(long organizationKey, String name);

  @SqlUpdate("UPDATE office SET deleted_at = NULL WHERE office_key = :officeKey")
  void restore(long officeKey);

  @SqlUpdate(
      """
      INSERT INTO office (organization_key, name, address_line_1, address_line_2, city, state,
        zipcode, primary_contact_name, primary_contact_email, practice_management_software,
        cbct_make_and_model, image_viewing_software, timezone, created_at, updated_at)
      VALUES (:organizationKey, :office.name, :office.addressLine1, :office.addressLine2,
        :office.city, :office.state, :office.zipcode, :office.primaryContactName,
        :office.primaryContactEmail, :office.practiceManagementSoftware, :office.cbctMakeAndModel,
        :office.imageViewingSoftware, :office.timezone, :now, :now)
      ON CONFLICT DO NOTHING
      """)
  int insert(long organizationKey, @BindMethods("office") NewOffice office, Instant now);

  /** Whether another of the organization has the name, one that was deleted too. */
  @SqlQuery(
      """
      SELECT count(*) > 0 FROM office
      WHERE organization_key = :organizationKey AND name = :name AND office_key <> :officeKey
      """)
  boolean isTaken(long organizationKey, long officeKey, String name);

  @SqlUpdate(
      """
      UPDATE office SET name = :office.name, address_line_1 = :office.addressLine1,
        address_line_2 = :office.addressLine2, city = :office.city, state = :office.state,
        zipcode = :office.zipcode, primary_contact_name = :office.primaryContactName,
        primary_contact_email = :office.primaryContactEmail,
        practice_management_software = :office.practiceManagementSoftware,
        cbct_make_and_model = :office.cbctMakeAndModel,
        image_viewing_software = :office.imageViewingSoftware, timezone = :office.timezone,
        updated_at = :now
      WHERE organization_key = :organizationKey AND office_key = :officeKey
      """)
  int update(
      long organizationKey, long officeKey, @BindMethods("office") NewOffice office, Instant now);

  @SqlUpdate(
      """
      UPDATE office SET deleted_at = :now
      WHERE organization_key = :organizationKey AND office_key = :officeKey
      """)
  int delete(long organizationKey, long officeKey, Instant now);
}
