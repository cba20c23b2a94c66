package io.archway.index.setting;

import io.archway.index.database.Page;
import io.archway.index.database.PageRequest;
import io.archway.index.patient.FoldedText;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** SQL of options. Names are as they were given, compared by code point. */
public interface OptionDao {
  String SELECT =
      """
      SELECT option_key, organization_key, name, option_value AS "value", created_at, updated_at
      FROM organization_option WHERE organization_key = :organizationKey
      """;

  @SqlQuery(SELECT + "AND name = :name")
  Optional<Option> find(long organizationKey, String name);

  /** By name; {@code search} begins it, or is null. */
  default Page<Option> page(long organizationKey, String search, PageRequest page) {
    String from = search == null ? "" : search;
    String until = from.isEmpty() ? null : FoldedText.successor(from);
    return Page.counted(
        list(organizationKey, from, until, page.offset(), page.perPage()),
        count(organizationKey, from, until, PageRequest.COUNT_LIMIT + 1));
  }

  @SqlQuery(
      SELECT
          + """
            AND name >= :from AND (CAST(:until AS varchar) IS NULL OR name < :until)
            ORDER BY organization_key, name OFFSET :offset ROWS FETCH FIRST :most ROWS ONLY
            """)
  List<Option> list(long organizationKey, String from, String until, int offset, int most);

  @SqlQuery(
      """
      SELECT count(*) FROM (SELECT 1 FROM organization_option
        WHERE organization_key = :organizationKey AND name >= :from
          AND (CAST(:until AS varchar) IS NULL OR name < :until)
        FETCH FIRST :most ROWS ONLY) counted
      """)
  long count(long organizationKey, String from, String until, int most);

  /** Gives 0 where there is one of this name. */
  @SqlUpdate(
      """
      INSERT INTO organization_option (organization_key, name, option_value, created_at, updated_at)
      VALUES (:organizationKey, :name, :value, :now, :now) ON CONFLICT DO NOTHING
      """)
  int insert(long organizationKey, String name, String value, Instant now);

  @SqlUpdate(
      """
      UPDATE organization_option SET option_value = :value, updated_at = :now
      WHERE organization_key = :organizationKey AND name = :name
      """)
  int update(long organizationKey, String name, String value, Instant now);

  @SqlUpdate(
      "DELETE FROM organization_option WHERE organization_key = :organizationKey AND name = :name")
  int delete(long organizationKey, String name);
}
