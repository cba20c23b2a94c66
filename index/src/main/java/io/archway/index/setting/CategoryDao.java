package io.archway.index.setting;

import io.archway.index.database.Page;
import io.archway.index.database.PageRequest;
import io.archway.index.patient.FoldedText;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** SQL of categories. */
public interface CategoryDao {
  String SELECT =
      """
      SELECT category_key, organization_key, slug, name, description, created_at, updated_at
      FROM category WHERE organization_key = :organizationKey
      """;

  @SqlQuery(SELECT + "AND slug = :slug")
  Optional<Category> find(long organizationKey, String slug);

  /** By slug; {@code search} begins it, or is null. */
  default Page<Category> page(long organizationKey, String search, PageRequest page) {
    String from = search == null ? "" : search;
    String until = from.isEmpty() ? null : FoldedText.successor(from);
    return Page.counted(
        list(organizationKey, from, until, page.offset(), page.perPage()),
        count(organizationKey, from, until, PageRequest.COUNT_LIMIT + 1));
  }

  @SqlQuery(
      SELECT
          + """
            AND slug >= :from AND (CAST(:until AS varchar) IS NULL OR slug < :until)
            ORDER BY organization_key, slug OFFSET :offset ROWS FETCH FIRST :most ROWS ONLY
            """)
  List<Category> list(long organizationKey, String from, String until, int offset, int most);

  @SqlQuery(
      """
      SELECT count(*) FROM (SELECT 1 FROM category
        WHERE organization_key = :organizationKey AND slug >= :from
          AND (CAST(:until AS varchar) IS NULL OR slug < :until)
        FETCH FIRST :most ROWS ONLY) counted
      """)
  long count(long organizationKey, String from, String until, int most);

  /** Gives 0 where there is one of this slug. */
  @SqlUpdate(
      """
      INSERT INTO category (organization_key, slug, name, description, created_at, updated_at)
      VALUES (:organizationKey, :slug, :name, :description, :now, :now) ON CONFLICT DO NOTHING
      """)
  int insert(long organizationKey, String slug, String name, String description, Instant now);

  /** The slug stays. */
  @SqlUpdate(
      """
      UPDATE category SET name = :name, description = :description, updated_at = :now
      WHERE organization_key = :organizationKey AND category_key = :categoryKey
      """)
  int update(long organizationKey, long categoryKey, String name, String description, Instant now);

  @SqlUpdate(
      """
      DELETE FROM category
      WHERE organization_key = :organizationKey AND category_key = :categoryKey
      """)
  int delete(long organizationKey, long categoryKey);
}
