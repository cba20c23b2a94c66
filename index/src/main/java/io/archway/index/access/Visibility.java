package io.archway.index.access;

import io.archway.index.worklist.WorklistItem;
import java.util.List;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Which rows of their organization somebody sees: all, what belongs to some offices, or what is
 * assigned to a radiologist; null does not restrict. Images and patients are seen with the item
 * they are of, too, whichever office they came to.
 *
 * <p>As SQL: {@code andX(alias)} is a condition on a row of X that begins with AND, or nothing;
 * {@code ofX(key)} is one on the key of an X, as a column or a literal. Each costs a few rows by
 * key. They hold literal numbers only, and say nothing of the organization, which is asked for
 * beside them.
 */
public record Visibility(List<Long> officeKeys, Long radiologistKey) {

  /** The whole organization. */
  public static final Visibility ALL = new Visibility(null, null);

  public Visibility {
    officeKeys = officeKeys == null ? null : List.copyOf(officeKeys);
  }

  public static Visibility ofOffices(List<Long> officeKeys) {
    return new Visibility(officeKeys, null);
  }

  public static Visibility ofRadiologist(long radiologistKey) {
    return new Visibility(null, radiologistKey);
  }

  public boolean isAll() {
    return officeKeys == null && radiologistKey == null;
  }

  /** Whether they see nothing at all: bound to offices, of which there are none. */
  public boolean isNone() {
    return officeKeys != null && officeKeys.isEmpty();
  }

  /** Whether nothing is seen for the office it belongs to alone. */
  public boolean ownsNothing() {
    return radiologistKey != null || isNone();
  }

  public boolean include(WorklistItem item) {
    return includeItem(item.officeKey(), item.radiologistKey());
  }

  public boolean includeItem(long officeKey, Long assignedKey) {
    return includeOffice(officeKey)
        && (radiologistKey == null || radiologistKey.equals(assignedKey));
  }

  public boolean includeOffice(long officeKey) {
    return officeKeys == null || officeKeys.contains(officeKey);
  }

  /** Whether they see what belongs to an office alone, or to none where that is null. */
  public boolean includeOwnedBy(Long officeKey) {
    return isAll() || radiologistKey == null && officeKey != null && officeKeys.contains(officeKey);
  }

  /** Whether they see a patient of their organization, merged and deleted ones included. */
  public boolean seesPatient(Handle handle, long patientKey) {
    return holds(handle, ofPatient(Long.toString(patientKey)));
  }

  /** Whether they see a study of their organization, by its medium. */
  public boolean seesStudy(Handle handle, long studyKey) {
    return holds(handle, ofStudy(Long.toString(studyKey)));
  }

  /** Whether they see a medium of their organization, a deleted one included. */
  public boolean seesMedium(Handle handle, long mediumKey) {
    return holds(handle, ofMedium(Long.toString(mediumKey)));
  }

  /** Whether they see an item of their organization, a deleted one included. */
  public boolean seesItem(Handle handle, long itemKey) {
    return holds(handle, ofItem(Long.toString(itemKey)));
  }

  /** Whether this is an item of the organization that they see, a deleted one included. */
  public boolean seesItemOf(Handle handle, long organizationKey, long itemKey) {
    return handle
        .createQuery(
            """
            SELECT COUNT(*) > 0 FROM worklist_item w
            WHERE w.worklist_item_key = :itemKey AND w.organization_key = :organizationKey
            """
                + andItem("w"))
        .bind("itemKey", itemKey)
        .bind("organizationKey", organizationKey)
        .mapTo(boolean.class)
        .one();
  }

  private boolean holds(Handle handle, String condition) {
    return isAll()
        || !isNone() && handle.createQuery("SELECT " + condition).mapTo(boolean.class).one();
  }

  /** On rows of worklist_item. */
  public String andItem(String item) {
    return isAll() ? "" : " AND " + item(item);
  }

  /** On rows of medium. */
  public String andMedium(String medium) {
    return isAll() ? "" : " AND " + medium(medium);
  }

  /** On rows of patient. */
  public String andPatient(String patient) {
    return isAll() ? "" : " AND " + patient(patient);
  }

  /** On the key of an office, of what belongs to an office: what is seen for that alone. */
  public String andOwned(String officeKey) {
    return isAll() ? "" : " AND " + owned(officeKey);
  }

  /** On rows of study. */
  public String andStudy(String study) {
    return isAll() ? "" : " AND " + ofStudy(study + ".study_key");
  }

  /** On rows of inbox. */
  public String andInbox(String inbox) {
    return isAll() ? "" : " AND " + owned(inbox + ".office_key");
  }

  /** On rows of association: those of devices that have sent to an office before. */
  public String andAssociation(String association) {
    return isAll()
        ? ""
        : """
           AND EXISTS (SELECT 1 FROM device v WHERE v.organization_key = %1$s.organization_key
            AND v.calling_ae_title = %1$s.calling_ae_title AND v.address = %1$s.address AND %2$s)
          """
            .formatted(association, owned("v.office_key"));
  }

  /** On rows of decision. */
  public String andDecision(String decision) {
    return isAll()
        ? ""
        : """
           AND CASE WHEN %1$s.worklist_item_key IS NOT NULL THEN %2$s
            WHEN %1$s.inbox_key IS NOT NULL THEN %3$s
            WHEN %1$s.study_key IS NOT NULL THEN %4$s
            WHEN %1$s.patient_key IS NOT NULL THEN %5$s
            ELSE FALSE END
          """
            .formatted(
                decision,
                ofItem(decision + ".worklist_item_key"),
                ofInbox(decision + ".inbox_key"),
                ofStudy(decision + ".study_key"),
                ofPatient(decision + ".patient_key"));
  }

  /** On rows of event: by the nearest of what each is about that is still there. */
  public String andEvent(String event) {
    return isAll()
        ? ""
        : """
           AND CASE WHEN %1$s.worklist_item_key IS NOT NULL THEN %2$s
            WHEN %1$s.inbox_key IS NOT NULL THEN %3$s
            WHEN EXISTS (SELECT 1 FROM medium v WHERE v.medium_key = %1$s.medium_key) THEN %4$s
            WHEN EXISTS (SELECT 1 FROM study v WHERE v.study_key = %1$s.study_key) THEN %5$s
            WHEN %1$s.patient_key IS NOT NULL THEN %6$s
            ELSE FALSE END
          """
            .formatted(
                event,
                ofItem(event + ".worklist_item_key"),
                ofInbox(event + ".inbox_key"),
                ofMedium(event + ".medium_key"),
                ofStudy(event + ".study_key"),
                ofPatient(event + ".patient_key"));
  }

  /** On the key of an item, also one that was deleted. */
  public String ofItem(String key) {
    return isAll()
        ? "TRUE"
        : "EXISTS (SELECT 1 FROM worklist_item w9 WHERE w9.worklist_item_key = %s AND %s)"
            .formatted(key, item("w9"));
  }

  public String ofMedium(String key) {
    return isAll()
        ? "TRUE"
        : "EXISTS (SELECT 1 FROM medium m9 WHERE m9.medium_key = %s AND %s)"
            .formatted(key, medium("m9"));
  }

  public String ofStudy(String key) {
    return isAll()
        ? "TRUE"
        : "EXISTS (SELECT 1 FROM medium m9 WHERE m9.study_key = %s AND %s)"
            .formatted(key, medium("m9"));
  }

  public String ofPatient(String key) {
    return isAll()
        ? "TRUE"
        : "EXISTS (SELECT 1 FROM patient p9 WHERE p9.patient_key = %s AND %s)"
            .formatted(key, patient("p9"));
  }

  public String ofInbox(String key) {
    if (isAll() || ownsNothing()) {
      return isAll() ? "TRUE" : "FALSE";
    }
    return "EXISTS (SELECT 1 FROM inbox i9 WHERE i9.inbox_key = %s AND %s)"
        .formatted(key, owned("i9.office_key"));
  }

  /** The keys of all media that are seen, for lists: what it reads is their own. */
  public String mediumKeys(long organizationKey) {
    String owned =
        """
        SELECT m7.medium_key FROM medium m7 WHERE m7.organization_key = %d AND %s
        UNION
        """
            .formatted(organizationKey, owned("m7.office_key"));
    return once(
        "medium_key",
        (ownsNothing() ? "" : owned)
            + """
              SELECT w7.medium_key FROM worklist_item w7
              WHERE w7.organization_key = %1$d AND w7.medium_key IS NOT NULL AND %2$s
              UNION SELECT m7.medium_key FROM worklist_item w7
              JOIN worklist_link l7 ON l7.worklist_item_key = w7.worklist_item_key
              JOIN medium m7 ON m7.study_key = l7.study_key
              WHERE w7.organization_key = %1$d AND %2$s
              """
                .formatted(organizationKey, livingItem("w7")));
  }

  /** The same of patients. */
  public String patientKeys(long organizationKey) {
    String owned =
        """
        SELECT p6.patient_key FROM patient p6 WHERE p6.organization_key = %d AND %s
        UNION
        """
            .formatted(organizationKey, owned("p6.office_key"));
    return once(
        "patient_key",
        (ownsNothing() ? "" : owned)
            + """
              SELECT w6.patient_key FROM worklist_item w6 WHERE w6.organization_key = %d AND %s
              UNION SELECT m6.patient_key FROM medium m6 WHERE m6.medium_key IN (%s)
              """
                .formatted(organizationKey, livingItem("w6"), mediumKeys(organizationKey)));
  }

  /** H2 reads a union behind IN once for each row, but a table made of one once. */
  private static String once(String key, String union) {
    return "SELECT own.%1$s FROM (%2$s) own".formatted(key, union);
  }

  /** How many rows lead to what is seen, of each table counted to {@code most} only. */
  public String leads(long organizationKey, int most) {
    List<String> tables =
        ownsNothing()
            ? List.of("worklist_item v5 WHERE " + item("v5"))
            : List.of(
                "worklist_item v5 WHERE " + item("v5"),
                "patient v5 WHERE " + owned("v5.office_key"),
                "medium v5 WHERE " + owned("v5.office_key"));
    return tables.stream()
        .map(
            rows ->
                """
                (SELECT count(*) FROM (SELECT 1 AS one FROM %s AND v5.organization_key = %d
                  FETCH FIRST %d ROWS ONLY) counted)
                """
                    .formatted(rows, organizationKey, most))
        .collect(Collectors.joining(" + "));
  }

  /** What belongs to an office alone; nothing is assigned by it. */
  private String owned(String officeKey) {
    return ownsNothing() ? "FALSE" : inOffices(officeKey);
  }

  private String inOffices(String officeKey) {
    return isNone()
        ? "FALSE"
        : officeKey
            + officeKeys.stream()
                .map(String::valueOf)
                .collect(Collectors.joining(", ", " IN (", ")"));
  }

  private String item(String item) {
    String assigned = item + ".radiologist_key = " + radiologistKey;
    if (officeKeys == null) {
      return assigned;
    }
    String offices = inOffices(item + ".office_key");
    return radiologistKey == null ? offices : offices + " AND " + assigned;
  }

  private String livingItem(String item) {
    return item + ".deleted_at IS NULL AND " + item(item);
  }

  private String medium(String medium) {
    return """
        (%2$sEXISTS (SELECT 1 FROM worklist_item w8 WHERE w8.medium_key = %1$s.medium_key AND %3$s)
         OR EXISTS (SELECT 1 FROM worklist_link l8
          JOIN worklist_item w8 ON w8.worklist_item_key = l8.worklist_item_key
          WHERE l8.study_key = %1$s.study_key AND %3$s))
        """
        .formatted(medium, ownedOr(medium), livingItem("w8"));
  }

  /** Media are counted: for EXISTS, PostgreSQL may read all that there are. */
  private String patient(String patient) {
    return """
        (%2$sEXISTS (SELECT 1 FROM worklist_item w7
          WHERE w7.patient_key = %1$s.patient_key AND %3$s)
         OR 0 < (SELECT count(*) FROM medium m7 WHERE m7.organization_key = %1$s.organization_key
          AND m7.patient_key = %1$s.patient_key AND %4$s))
        """
        .formatted(patient, ownedOr(patient), livingItem("w7"), medium("m7"));
  }

  private String ownedOr(String alias) {
    return ownsNothing() ? "" : owned(alias + ".office_key") + " OR ";
  }
}
