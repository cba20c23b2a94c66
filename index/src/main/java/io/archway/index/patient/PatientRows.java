package io.archway.index.patient;

import io.archway.index.database.Binding;
import io.archway.index.database.BoundedText;
import io.archway.index.database.Dialect;
import io.archway.index.database.Statements;
import io.archway.index.database.Times;
import io.archway.index.offer.OfferedSteps;
import io.archway.index.profile.ProfileRows;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** SQL of patients, for a group of arrivals. */
public final class PatientRows {
  /** Code points of {@code patient_word.words}. */
  private static final int MAX_JOINED = 512;

  private static final Comparator<PatientIdentity.New> KEY_ORDER =
      Comparator.comparing((PatientIdentity.New row) -> row.identity().patientId())
          .thenComparing(row -> row.identity().issuer())
          .thenComparing(row -> row.identity().organizationKey())
          .thenComparing(row -> row.identity().variant());

  private static final String FIND =
      """
      SELECT patient_key, organization_key, issuer, patient_id, variant, name, birth_date, sex,
        merged_into_key
      FROM patient
      WHERE patient_id IN %s AND organization_key = ? AND issuer IN <issuers>
      ORDER BY patient_id, issuer, variant
      """;
  private static final String INSERT =
      """
      INSERT INTO patient (patient_key, organization_key, issuer, patient_id, variant,
        issuer_of_patient_id, office_key, name, name_folded, family_name, given_name, middle_name,
        name_prefix, name_suffix, ideographic_name, phonetic_name, birth_date, birth_date_raw,
        birth_time, sex, other_patient_ids, patient_id_folded, created_at, updated_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT DO NOTHING
      """;
  private static final String INSERT_WORD =
      """
      INSERT INTO patient_word (organization_key, word, patient_key, words) VALUES (?, ?, ?, ?)
      ON CONFLICT DO NOTHING
      """;

  /** Beside each word all that the patient has by now; null where they are too many. */
  private static final String JOIN_WORDS =
      """
      UPDATE patient_word SET words = (
        SELECT CASE WHEN SUM(CHAR_LENGTH(o.word) + 1) <= %d
          THEN ' ' || STRING_AGG(o.word, ' ') END
        FROM patient_word o WHERE o.patient_key = patient_word.patient_key)
      WHERE patient_key = ?
      """
          .formatted(MAX_JOINED);

  private static final String COMPLETE =
      """
      UPDATE patient SET birth_date = COALESCE(birth_date, ?), sex = COALESCE(sex, ?),
        updated_at = ?
      WHERE patient_key = ?
      """;
  private static final String COMPLETE_NAME =
      """
      UPDATE patient SET name = ?, name_folded = ?, family_name = ?, given_name = ?,
        middle_name = ?, name_prefix = ?, name_suffix = ?, ideographic_name = ?, phonetic_name = ?
      WHERE patient_key = ? AND name IS NULL
      """;

  private static final String LOOK =
      """
      SELECT patient_key, organization_key, issuer, patient_id, variant, name, birth_date, sex,
        merged_into_key
      FROM patient
      WHERE patient_key = ? AND organization_key = ? AND deleted_at IS NULL
      """;
  private static final String LOCK = LOOK + " FOR UPDATE";
  private static final String CORRECT =
      """
      UPDATE patient SET name = ?, name_folded = ?, family_name = ?, given_name = ?,
        middle_name = ?, name_prefix = ?, name_suffix = ?, ideographic_name = ?, phonetic_name = ?,
        birth_date = ?,
        birth_date_raw =
          CASE WHEN birth_date IS NOT DISTINCT FROM CAST(? AS date) THEN birth_date_raw ELSE ? END,
        sex = ?, corrected_at = ?, updated_at = ?
      WHERE patient_key = ? AND organization_key = ?
      """;
  private static final String DELETE_WORDS = "DELETE FROM patient_word WHERE patient_key = ?";

  private static final String DELETE_NAMES =
      "DELETE FROM person_name WHERE owner_key = ? AND kind = 'PATIENT'";
  private static final String DELETE = "DELETE FROM patient WHERE patient_key = ?";

  private record Word(long organizationKey, String word, long patientKey, String words) {}

  private PatientRows() {}

  /** All variants of these identities; may give others that mix their issuers and ids. */
  public static List<PatientIdentity> find(
      Connection connection, long organizationKey, List<String> patientIds, List<String> issuers)
      throws SQLException {
    List<PatientIdentity> found = new ArrayList<>();
    for (int from = 0; from < issuers.size(); from += Statements.MAX_IN) {
      List<String> part = issuers.subList(from, Math.min(issuers.size(), from + Statements.MAX_IN));
      found.addAll(
          Statements.queryIn(
              connection,
              FIND.replace("<issuers>", Statements.in(part.size())),
              patientIds,
              (binding, ids) -> binding.addAll(ids).add(organizationKey).addAll(part),
              PatientRows::map));
    }
    return found;
  }

  private static PatientIdentity map(ResultSet row) throws SQLException {
    return new PatientIdentity(
        row.getLong(1),
        row.getLong(2),
        row.getString(3),
        row.getString(4),
        row.getInt(5),
        row.getString(6),
        row.getObject(7, LocalDate.class),
        row.getString(8),
        row.getObject(9, Long.class));
  }

  public static void insert(Connection connection, List<PatientIdentity.New> patients)
      throws SQLException {
    List<PatientIdentity.New> inOrder = patients.stream().sorted(KEY_ORDER).toList();
    Statements.insertAll(
        connection,
        INSERT,
        inOrder,
        (binding, row) -> {
          PatientIdentity identity = row.identity();
          binding
              .add(identity.patientKey())
              .add(identity.organizationKey())
              .add(identity.issuer())
              .add(identity.patientId())
              .add(identity.variant())
              .add(row.issuerOfPatientId())
              .add(row.officeKey())
              .add(identity.name())
              .add(row.name().folded());
          addParts(binding, row.name());
          binding
              .add(identity.birthDate())
              .add(row.birthDateRaw())
              .add(row.birthTime())
              .add(identity.sex())
              .add(row.otherPatientIds())
              .add(FoldedText.foldId(identity.patientId()))
              .add(row.createdAt())
              .add(row.createdAt());
        });
    List<Word> words = new ArrayList<>();
    for (PatientIdentity.New row : inOrder) {
      addWords(
          words,
          row.identity().organizationKey(),
          row.identity().patientKey(),
          row.name(),
          row.identity().patientId());
    }
    insertWords(connection, words);
    NameRows.insert(
        connection,
        inOrder.stream()
            .map(
                row ->
                    new NameRows.Name(
                        row.identity().organizationKey(),
                        NameKind.PATIENT,
                        row.identity().patientKey(),
                        row.identity().name()))
            .toList());
  }

  private static void addParts(Binding binding, PatientName name) throws SQLException {
    binding
        .add(BoundedText.orNull(name.family()))
        .add(BoundedText.orNull(name.given()))
        .add(BoundedText.orNull(name.middle()))
        .add(BoundedText.orNull(name.prefix()))
        .add(BoundedText.orNull(name.suffix()))
        .add(BoundedText.orNull(name.ideographic()))
        .add(BoundedText.orNull(name.phonetic()));
  }

  private static void addWords(
      List<Word> words, long organizationKey, long patientKey, PatientName name, String patientId) {
    List<String> all = new ArrayList<>(name.words());
    all.addAll(FoldedText.words(patientId, 4));
    List<String> distinct = all.stream().distinct().toList();
    String joined = " " + String.join(" ", distinct);
    String beside = joined.codePointCount(0, joined.length()) > MAX_JOINED ? null : joined;
    distinct.forEach(word -> words.add(new Word(organizationKey, word, patientKey, beside)));
  }

  private static void insertWords(Connection connection, List<Word> words) throws SQLException {
    Statements.batch(
        connection,
        INSERT_WORD,
        words,
        (binding, word) ->
            binding.add(word.organizationKey).add(word.word).add(word.patientKey).add(word.words));
  }

  /** Fills what is empty; what is there stays. */
  public static void complete(Connection connection, List<PatientIdentity.Completion> completions)
      throws SQLException {
    List<PatientIdentity.Completion> inOrder =
        completions.stream()
            .sorted(Comparator.comparingLong(PatientIdentity.Completion::patientKey))
            .toList();
    Statements.batch(
        connection,
        COMPLETE,
        inOrder,
        (binding, row) ->
            binding.add(row.birthDate()).add(row.sex()).add(row.at()).add(row.patientKey()));
    List<PatientIdentity.Completion> named =
        inOrder.stream().filter(row -> row.name() != null).toList();
    Statements.batch(
        connection,
        COMPLETE_NAME,
        named,
        (binding, row) -> {
          PatientName name = PatientName.parse(row.name());
          binding.add(row.name()).add(name.folded());
          addParts(binding, name);
          binding.add(row.patientKey());
        });
    List<Word> words = new ArrayList<>();
    named.forEach(
        row ->
            addWords(
                words, row.organizationKey(), row.patientKey(), PatientName.parse(row.name()), ""));
    insertWords(connection, words);
    Statements.batch(
        connection, JOIN_WORDS, named, (binding, row) -> binding.add(row.patientKey()));
    NameRows.insert(
        connection,
        named.stream()
            .map(
                row ->
                    new NameRows.Name(
                        row.organizationKey(), NameKind.PATIENT, row.patientKey(), row.name()))
            .toList());
    OfferedSteps.refreshPatients(
        connection, inOrder.stream().map(PatientIdentity.Completion::patientKey).toList());
  }

  /** A patient to whom nothing belongs. */
  public static void delete(Connection connection, long patientKey) throws SQLException {
    for (String sql : List.of(DELETE_WORDS, DELETE_NAMES, DELETE)) {
      Statements.update(connection, sql, binding -> binding.add(patientKey));
    }
    ProfileRows.delete(connection, patientKey);
  }

  /** A patient, merged or not, whose row is held until the transaction ends. */
  public static Optional<PatientIdentity> lock(
      Connection connection, long organizationKey, long patientKey) throws SQLException {
    return one(connection, LOCK, organizationKey, patientKey);
  }

  /** The same, where others may go on writing rows that refer to the patient. */
  public static Optional<PatientIdentity> hold(
      Connection connection, long organizationKey, long patientKey) throws SQLException {
    return one(connection, LOOK + Dialect.of(connection).hold(), organizationKey, patientKey);
  }

  /** The same, held by nobody. */
  public static Optional<PatientIdentity> look(
      Connection connection, long organizationKey, long patientKey) throws SQLException {
    return one(connection, LOOK, organizationKey, patientKey);
  }

  private static Optional<PatientIdentity> one(
      Connection connection, String sql, long organizationKey, long patientKey)
      throws SQLException {
    return Statements.query(
            connection,
            sql,
            binding -> binding.add(patientKey).add(organizationKey),
            PatientRows::map)
        .stream()
        .findFirst();
  }

  /**
   * Name, birth date and sex as a person says they are, in place of those that are there. What is
   * given out of the patient says so too from then on. A birth date that came as no date is kept as
   * it was received until another is said.
   */
  public static void correct(Connection connection, PatientIdentity corrected, Instant now)
      throws SQLException {
    correct(connection, corrected, null, now, now);
  }

  /** When a person last corrected them, or null. */
  static Instant correctedAt(Connection connection, long patientKey) throws SQLException {
    return Statements.query(
            connection,
            "SELECT corrected_at FROM patient WHERE patient_key = ?",
            binding -> binding.add(patientKey),
            row -> Times.fromColumn(row, 1))
        .get(0);
  }

  /** Patient's Birth Date as it was received where it is no date, or null. */
  static String birthDateRaw(Connection connection, long patientKey) throws SQLException {
    return Statements.query(
            connection,
            "SELECT birth_date_raw FROM patient WHERE patient_key = ?",
            binding -> binding.add(patientKey),
            row -> row.getString(1))
        .get(0);
  }

  /**
   * Takes a correction back.
   *
   * @param birthDateRaw of before, or null; it is there still where no birth date was said
   * @param correctedAt of the correction before, or null
   */
  static void restore(
      Connection connection,
      PatientIdentity before,
      String birthDateRaw,
      Instant correctedAt,
      Instant now)
      throws SQLException {
    correct(connection, before, birthDateRaw, correctedAt, now);
  }

  private static void correct(
      Connection connection,
      PatientIdentity corrected,
      String birthDateRaw,
      Instant correctedAt,
      Instant now)
      throws SQLException {
    PatientName name = PatientName.parse(corrected.name());
    Statements.update(
        connection,
        CORRECT,
        binding -> {
          binding.add(corrected.name()).add(name.folded());
          addParts(binding, name);
          binding
              .add(corrected.birthDate())
              .add(corrected.birthDate())
              .add(birthDateRaw)
              .add(corrected.sex())
              .add(correctedAt)
              .add(now)
              .add(corrected.patientKey())
              .add(corrected.organizationKey());
        });
    Statements.update(connection, DELETE_WORDS, binding -> binding.add(corrected.patientKey()));
    List<Word> words = new ArrayList<>();
    addWords(
        words, corrected.organizationKey(), corrected.patientKey(), name, corrected.patientId());
    insertWords(connection, words);
    NameRows.replace(
        connection,
        List.of(
            new NameRows.Name(
                corrected.organizationKey(),
                NameKind.PATIENT,
                corrected.patientKey(),
                corrected.name())));
    OfferedSteps.refreshPatients(connection, List.of(corrected.patientKey()));
  }
}
