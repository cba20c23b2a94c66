package io.archway.index.form;

import io.archway.index.database.Page;
import io.archway.index.database.PageRequest;
import io.archway.index.patient.FoldedText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.sqlobject.SqlObject;
import org.jdbi.v3.sqlobject.customizer.BindList;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlBatch;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** SQL of forms, the templates of reports. They are never changed. */
public interface FormDao extends SqlObject {
  String SELECT =
      """
      SELECT f.form_key, f.organization_key, f.name, f.description,
        f.listed_name IS NOT NULL AS listed,
        coalesce(o.default_form_key = f.form_key, FALSE) AS "isDefault", f.replaced_by_key,
        f.created_at
      FROM form f JOIN organization o ON o.organization_key = f.organization_key
      """;

  /** Of those that were replaced too: reports keep the form they were written by. */
  @SqlQuery(SELECT + "WHERE f.form_key = :formKey AND f.organization_key = :organizationKey")
  Optional<Form> find(long organizationKey, long formKey);

  /** In order. */
  default List<FormField> fields(long formKey) {
    return fields(List.of(formKey)).getOrDefault(formKey, List.of());
  }

  /** In order, by the key of their form. */
  default Map<Long, List<FormField>> fields(List<Long> formKeys) {
    return rowsOf(formKeys).stream()
        .collect(
            Collectors.groupingBy(
                Row::formKey, Collectors.mapping(Row::field, Collectors.toList())));
  }

  /** A field as its table has it. */
  record Row(
      long formKey,
      int position,
      ReportSection section,
      String label,
      boolean required,
      String defaultText) {

    FormField field() {
      return new FormField(section, label, required, defaultText);
    }
  }

  @SqlQuery(
      """
      SELECT form_key, position, section, label, is_required AS required, default_text
      FROM form_field WHERE form_key IN (<formKeys>) ORDER BY form_key, position
      """)
  List<Row> rowsOf(@BindList("formKeys") List<Long> formKeys);

  /** Those that are offered, as they were made; {@code search} begins the name, or is null. */
  default Page<Form> page(long organizationKey, String search, PageRequest page) {
    String prefix = FoldedText.fold(search);
    String until = prefix.isEmpty() ? null : FoldedText.successor(prefix);
    return Page.counted(
        list(organizationKey, prefix, until, page.offset(), page.perPage()),
        count(organizationKey, prefix, until, PageRequest.COUNT_LIMIT + 1));
  }

  @SqlQuery(
      SELECT
          + """
             WHERE f.organization_key = :organizationKey AND f.listed_name >= :from
              AND (CAST(:until AS varchar) IS NULL OR f.listed_name < :until)
            ORDER BY f.form_key OFFSET :offset ROWS FETCH FIRST :most ROWS ONLY
            """)
  List<Form> list(long organizationKey, String from, String until, int offset, int most);

  @SqlQuery(
      """
      SELECT count(*) FROM (SELECT 1 FROM form
        WHERE organization_key = :organizationKey AND listed_name >= :from
          AND (CAST(:until AS varchar) IS NULL OR listed_name < :until)
        FETCH FIRST :most ROWS ONLY) counted
      """)
  long count(long organizationKey, String from, String until, int most);

  /** Makes the form every organization begins with, where there is no default one. */
  default void ensureDefault(long organizationKey, Instant now) {
    if (lock(organizationKey).orElseThrow() == 0) {
      create(organizationKey, null, NewForm.standard(), now);
    }
  }

  /**
   * Empty where the name is another form's, or what it replaces is no form that is offered; see
   * {@link #isListed}.
   */
  default Optional<Long> create(long organizationKey, Long userKey, NewForm form, Instant now) {
    long defaultKey = lock(organizationKey).orElseThrow();
    Long replaced = form.replacesKey();
    if (replaced != null && unlist(organizationKey, replaced) == 0) {
      return Optional.empty();
    }
    String folded = FoldedText.fold(form.name());
    if (insert(organizationKey, form, folded, userKey, now) == 0) {
      return Optional.empty();
    }
    long formKey = keyOfName(organizationKey, folded).orElseThrow();
    insertFields(formKey, form.fields());
    if (replaced != null) {
      replaceBy(organizationKey, replaced, formKey);
    }
    if (form.makeDefault() || defaultKey == 0 || replaced != null && replaced == defaultKey) {
      makeDefault(organizationKey, formKey);
    }
    return Optional.of(formKey);
  }

  private void insertFields(long formKey, List<FormField> fields) {
    List<Row> rows = new ArrayList<>();
    for (FormField field : fields) {
      rows.add(
          new Row(
              formKey,
              rows.size() + 1,
              field.section(),
              field.label(),
              field.required(),
              field.defaultText()));
    }
    insertRows(rows);
  }

  /** Locks the organization's forms and gives the key of the default one, or 0. */
  @SqlQuery(
      """
      SELECT coalesce(default_form_key, 0) FROM organization
      WHERE organization_key = :organizationKey FOR UPDATE
      """)
  Optional<Long> lock(long organizationKey);

  /** The form by which reports are written that name none. */
  @SqlQuery(
      "SELECT default_form_key FROM organization WHERE organization_key = :organizationKey"
          + " AND default_form_key IS NOT NULL")
  Optional<Long> defaultKey(long organizationKey);

  default boolean isListed(long organizationKey, long formKey) {
    return find(organizationKey, formKey).filter(Form::listed).isPresent();
  }

  @SqlQuery(
      """
      SELECT form_key FROM form
      WHERE organization_key = :organizationKey AND listed_name = :listedName
      """)
  Optional<Long> keyOfName(long organizationKey, String listedName);

  @SqlUpdate(
      """
      INSERT INTO form (organization_key, name, listed_name, description, created_at,
        created_by_key)
      VALUES (:organizationKey, :form.name, :listedName, :form.description, :now, :userKey)
      ON CONFLICT DO NOTHING
      """)
  int insert(
      long organizationKey,
      @BindMethods("form") NewForm form,
      String listedName,
      Long userKey,
      Instant now);

  @SqlBatch(
      """
      INSERT INTO form_field (form_key, position, section, label, is_required, default_text)
      VALUES (:formKey, :position, :section, :label, :required, :defaultText)
      """)
  void insertRows(@BindMethods List<Row> rows);

  @SqlUpdate(
      """
      UPDATE form SET listed_name = NULL
      WHERE form_key = :formKey AND organization_key = :organizationKey
        AND listed_name IS NOT NULL
      """)
  int unlist(long organizationKey, long formKey);

  @SqlUpdate(
      """
      UPDATE form SET replaced_by_key = :byKey
      WHERE form_key = :formKey AND organization_key = :organizationKey
      """)
  void replaceBy(long organizationKey, long formKey, long byKey);

  @SqlUpdate(
      """
      UPDATE organization SET default_form_key = :formKey
      WHERE organization_key = :organizationKey
      """)
  void makeDefault(long organizationKey, long formKey);
}
