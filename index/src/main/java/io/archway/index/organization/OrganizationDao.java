package io.archway.index.organization;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** SQL of organizations, their offices and the AE titles by which they are called. */
public interface OrganizationDao {
  @SqlQuery(
      """
      SELECT organization_key, slug, name, description, administrator_key, created_at, updated_at
      FROM organization WHERE organization_key = :organizationKey
      """)
  Optional<Organization> find(long organizationKey);

  @SqlQuery(
      """
      SELECT organization_key, slug, name, description, administrator_key, created_at, updated_at
      FROM organization ORDER BY organization_key FETCH FIRST 1000 ROWS ONLY
      """)
  List<Organization> list();

  /** At most the first two keys: enough to know whether there is exactly one. */
  @SqlQuery(
      "SELECT organization_key FROM organization ORDER BY organization_key FETCH FIRST 2 ROWS ONLY")
  List<Long> firstTwoKeys();

  @SqlQuery("SELECT organization_key FROM called_ae_title WHERE ae_title = :aeTitle")
  Optional<Long> keyOfCalledAeTitle(String aeTitle);

  /** Every title that leads to an organization. */
  @SqlQuery("SELECT ae_title FROM called_ae_title ORDER BY ae_title FETCH FIRST 10000 ROWS ONLY")
  List<String> calledAeTitles();

  @SqlUpdate(
      """
      INSERT INTO organization (slug, name, created_at, updated_at)
      VALUES (:slug, :name, :now, :now) ON CONFLICT DO NOTHING
      """)
  void insert(String slug, String name, Instant now);

  /** Gives 0 where there is one of this slug. */
  @SqlUpdate(
      """
      INSERT INTO organization (slug, name, description, created_at, updated_at)
      VALUES (:slug, :name, :description, :now, :now) ON CONFLICT DO NOTHING
      """)
  int create(String slug, String name, String description, Instant now);

  @SqlUpdate(
      """
      UPDATE organization SET slug = :slug, name = :name, description = :description,
        updated_at = :now
      WHERE organization_key = :organizationKey
      """)
  int update(long organizationKey, String slug, String name, String description, Instant now);

  @SqlUpdate(
      """
      UPDATE organization SET administrator_key = :userKey, updated_at = :now
      WHERE organization_key = :organizationKey
      """)
  int nameAdministrator(long organizationKey, long userKey, Instant now);

  /** Holds its row; empty where there is none. */
  @SqlQuery(
      """
      SELECT organization_key FROM organization
      WHERE organization_key = :organizationKey FOR UPDATE
      """)
  Optional<Long> lock(long organizationKey);

  @SqlQuery(
      """
      SELECT ae_title FROM called_ae_title WHERE organization_key = :organizationKey
      ORDER BY ae_title FETCH FIRST 1000 ROWS ONLY
      """)
  List<String> calledAeTitlesOf(long organizationKey);

  @SqlUpdate("DELETE FROM called_ae_title WHERE organization_key = :organizationKey")
  void removeCalledAeTitles(long organizationKey);

  @SqlQuery("SELECT organization_key FROM organization WHERE slug = :slug")
  Optional<Long> keyOfSlug(String slug);

  @SqlUpdate(
      """
      INSERT INTO called_ae_title (ae_title, organization_key)
      VALUES (:aeTitle, :organizationKey) ON CONFLICT DO NOTHING
      """)
  void addCalledAeTitle(long organizationKey, String aeTitle);

  @SqlUpdate(
      """
      INSERT INTO office (organization_key, name, created_at, updated_at)
      VALUES (:organizationKey, :name, :now, :now) ON CONFLICT DO NOTHING
      """)
  void insertOffice(long organizationKey, String name, Instant now);

  @SqlQuery(
      """
      SELECT count(*) FROM office
      WHERE organization_key = :organizationKey AND deleted_at IS NULL
      """)
  int countOffices(long organizationKey);

  /** An office with its address; 0 where the organization has one of this name. */
  @SqlUpdate(
      """
      INSERT INTO office (organization_key, name, address_line_1, address_line_2, city, state,
        zipcode, created_at, updated_at)
      VALUES (:organizationKey, :name, :addressLine1, :addressLine2, :city, :state, :zipcode, :now,
        :now)
      ON CONFLICT DO NOTHING
      """)
  int createOffice(
      long organizationKey,
      String name,
      String addressLine1,
      String addressLine2,
      String city,
      String state,
      String zipcode,
      Instant now);

  @SqlQuery(
      """
      SELECT office_key FROM office WHERE organization_key = :organizationKey AND name = :name
      """)
  Optional<Long> officeKeyOf(long organizationKey, String name);

  @SqlQuery(
      """
      SELECT office_key, organization_key, name, address_line_1 AS "addressLine1",
        address_line_2 AS "addressLine2", city, state, zipcode, primary_contact_name,
        primary_contact_email, practice_management_software, cbct_make_and_model,
        image_viewing_software, timezone, created_at, updated_at
      FROM office
      WHERE organization_key = :organizationKey AND office_key = :officeKey AND deleted_at IS NULL
      """)
  Optional<Office> findOffice(long organizationKey, long officeKey);

  @SqlQuery(
      """
      SELECT office_key, organization_key, name, address_line_1 AS "addressLine1",
        address_line_2 AS "addressLine2", city, state, zipcode, primary_contact_name,
        primary_contact_email, practice_management_software, cbct_make_and_model,
        image_viewing_software, timezone, created_at, updated_at
      FROM office
      WHERE organization_key = :organizationKey AND deleted_at IS NULL
      ORDER BY office_key FETCH FIRST 1000 ROWS ONLY
      """)
  List<Office> offices(long organizationKey);

  /** The office of senders that nobody has assigned: the organization's first. */
  @SqlQuery(
      """
      SELECT min(office_key) FROM office
      WHERE organization_key = :organizationKey AND deleted_at IS NULL
      """)
  Optional<Long> defaultOfficeKey(long organizationKey);
}
