package io.archway.index.patient;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.archway.index.database.KeySequence;
import io.archway.index.database.Keys;
import io.archway.index.event.EventType;
import io.archway.index.event.NewEvent;
import io.archway.index.inbox.Decision;
import io.archway.index.inbox.DecisionAction;
import io.archway.index.inbox.DecisionDao;
import io.archway.index.patient.PatientDecision.Done;
import io.archway.index.patient.PatientDecision.Reason;
import io.archway.index.patient.PatientDecision.Refused;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/**
 * What people decide about who patients are, each within the caller's transaction, kept with who
 * and why. The patient who stays learns what only the other one knew. Used for one transaction.
 */
public final class PatientDecisions {
  private static final JsonMapper JSON = new JsonMapper();

  private final Handle handle;
  private final Connection connection;
  private final Keys keys;
  private final long organizationKey;
  private final Instant now;

  public PatientDecisions(Handle handle, Keys keys, long organizationKey, Instant now) {
    this.handle = handle;
    this.connection = handle.getConnection();
    this.keys = keys;
    this.organizationKey = organizationKey;
    this.now = now;
  }

  /**
   * Joins one patient with another, who stays.
   *
   * @param inboxKey of the entry that was decided, or null
   */
  public PatientDecision merge(
      long fromPatientKey, long intoPatientKey, Long inboxKey, Long userKey, String why)
      throws SQLException {
    if (fromPatientKey == intoPatientKey) {
      return new Refused(Reason.SAME, fromPatientKey, null);
    }
    Map<Long, PatientIdentity> locked = lock(fromPatientKey, intoPatientKey);
    Optional<Refused> refused = refusal(locked, fromPatientKey, intoPatientKey);
    if (refused.isPresent()) {
      return refused.get();
    }
    long decisionKey = keys.next(connection, KeySequence.DECISION);
    PatientMerge merge =
        PatientMerges.merge(
                connection, keys, organizationKey, fromPatientKey, intoPatientKey, decisionKey, now)
            .orElseThrow();
    PatientIdentity into = locked.get(intoPatientKey);
    String undo = undoDetails(merge, into);
    learn(into, locked.get(fromPatientKey));
    keep(decisionKey, DecisionAction.MERGE_PATIENTS, undo, userKey, why, inboxKey, fromPatientKey);
    List<NewEvent> events =
        new ArrayList<>(
            AlikeEntries.settle(connection, organizationKey, merge, inboxKey, userKey, now));
    events.add(event(EventType.PATIENT_MERGED, merge));
    return new Done(decisionKey, events);
  }

  /** Both rows, in the order of their keys, as everybody locks them. */
  private Map<Long, PatientIdentity> lock(long one, long other) throws SQLException {
    Map<Long, PatientIdentity> locked = new TreeMap<>();
    for (long key : new long[] {Math.min(one, other), Math.max(one, other)}) {
      PatientRows.lock(connection, organizationKey, key)
          .ifPresent(patient -> locked.put(patient.patientKey(), patient));
    }
    return locked;
  }

  private static Optional<Refused> refusal(
      Map<Long, PatientIdentity> locked, long fromPatientKey, long intoPatientKey) {
    for (long key : new long[] {fromPatientKey, intoPatientKey}) {
      PatientIdentity patient = locked.get(key);
      if (patient == null) {
        return Optional.of(new Refused(Reason.NOT_FOUND, key, null));
      }
      if (patient.mergedIntoKey() != null) {
        return Optional.of(new Refused(Reason.MERGED, key, patient.mergedIntoKey()));
      }
    }
    boolean lost =
        locked.get(intoPatientKey).patientId().isEmpty()
            && !locked.get(fromPatientKey).patientId().isEmpty();
    return lost
        ? Optional.of(new Refused(Reason.UNIDENTIFIED, intoPatientKey, null))
        : Optional.empty();
  }

  private void learn(PatientIdentity into, PatientIdentity from) throws SQLException {
    PatientIdentity learned =
        with(
            into,
            into.name() == null ? from.name() : into.name(),
            into.birthDate() == null ? from.birthDate() : into.birthDate(),
            into.sex() == null ? from.sex() : into.sex());
    if (!learned.equals(into)) {
      PatientRows.correct(connection, learned, now);
    }
  }

  private static PatientIdentity with(
      PatientIdentity patient, String name, LocalDate birthDate, String sex) {
    return new PatientIdentity(
        patient.patientKey(),
        patient.organizationKey(),
        patient.issuer(),
        patient.patientId(),
        patient.variant(),
        name,
        birthDate,
        sex,
        patient.mergedIntoKey());
  }

  private String undoDetails(PatientMerge merge, PatientIdentity into) throws SQLException {
    ObjectNode details = JSON.createObjectNode();
    details.put("patient_merge_key", merge.patientMergeKey());
    details.put("into_patient_key", merge.intoPatientKey());
    put(details, into);
    return details.toString();
  }

  private void put(ObjectNode details, PatientIdentity patient) throws SQLException {
    Instant correctedAt = PatientRows.correctedAt(connection, patient.patientKey());
    details.put("name", patient.name());
    details.put("birth_date", text(patient.birthDate()));
    details.put("birth_date_raw", PatientRows.birthDateRaw(connection, patient.patientKey()));
    details.put("sex", patient.sex());
    details.put("corrected_at", text(correctedAt));
  }

  private static String text(Object value) {
    return value == null ? null : value.toString();
  }

  private void keep(
      long decisionKey,
      DecisionAction action,
      String undoDetails,
      Long userKey,
      String why,
      Long inboxKey,
      long patientKey) {
    handle
        .attach(DecisionDao.class)
        .insert(
            Decision.of(decisionKey, organizationKey, action, undoDetails, userKey, why, now)
                .about(inboxKey, null, patientKey, null, null));
  }

  private NewEvent event(EventType type, PatientMerge merge) {
    ObjectNode details = JSON.createObjectNode();
    details.put("from_patient_id", merge.fromPatientKey());
    details.put("into_patient_id", merge.intoPatientKey());
    return new NewEvent(
        organizationKey,
        type,
        merge.fromPatientKey(),
        null,
        null,
        null,
        null,
        null,
        details.toString());
  }

  /** Takes a merged patient out again. What came of theirs meanwhile goes with them. */
  public PatientDecision unmerge(long fromPatientKey, Long userKey, String why)
      throws SQLException {
    Optional<PatientMerge> found =
        PatientMerges.ofPatient(connection, organizationKey, fromPatientKey);
    long other = found.map(PatientMerge::intoPatientKey).orElse(fromPatientKey);
    Map<Long, PatientIdentity> locked = lock(fromPatientKey, other);
    if (!locked.containsKey(fromPatientKey)) {
      return new Refused(Reason.NOT_FOUND, fromPatientKey, null);
    }
    if (found.isEmpty() || !PatientMerges.unmerge(connection, found.get(), now)) {
      return new Refused(Reason.NOT_MERGED, fromPatientKey, null);
    }
    PatientMerge merge = found.get();
    DecisionDao decisions = handle.attach(DecisionDao.class);
    Optional<Decision> decision = decisions.find(organizationKey, merge.decisionKey());
    decisions.undo(organizationKey, merge.decisionKey(), userKey, why, now);
    if (decision.isPresent() && locked.containsKey(other)) {
      forget(locked.get(other), merge, decision.get().undoDetails());
    }
    List<NewEvent> events =
        new ArrayList<>(AlikeEntries.reopen(connection, organizationKey, merge));
    events.add(event(EventType.PATIENT_UNMERGED, merge));
    return new Done(merge.decisionKey(), events);
  }

  /** Unless a person has said otherwise since; details of before a reindex are gone. */
  private void forget(PatientIdentity into, PatientMerge merge, String undoDetails)
      throws SQLException {
    Instant correctedAt = PatientRows.correctedAt(connection, into.patientKey());
    if (undoDetails.isEmpty() || !Objects.equals(correctedAt, merge.mergedAt())) {
      return;
    }
    JsonNode before = read(undoDetails);
    if (!before.hasNonNull("into_patient_key")) {
      return;
    }
    String birthDate = before.path("birth_date").textValue();
    String corrected = before.path("corrected_at").textValue();
    PatientRows.restore(
        connection,
        with(
            into,
            before.path("name").textValue(),
            birthDate == null ? null : LocalDate.parse(birthDate),
            before.path("sex").textValue()),
        before.path("birth_date_raw").textValue(),
        corrected == null ? null : Instant.parse(corrected),
        now);
  }

  private static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalStateException("undo details: not JSON (expected: as written)", e);
    }
  }

  /** Keeps others from changing a patient until the transaction ends. */
  public void hold(long patientKey) throws SQLException {
    PatientRows.lock(connection, organizationKey, patientKey);
  }

  /**
   * Name, birth date and sex as a person says they are; null is unknown.
   *
   * @return without events where that is what is known already
   */
  public PatientDecision correct(
      long patientKey, String name, LocalDate birthDate, String sex, Long userKey, String why)
      throws SQLException {
    Optional<PatientIdentity> found = PatientRows.lock(connection, organizationKey, patientKey);
    if (found.isEmpty()) {
      return new Refused(Reason.NOT_FOUND, patientKey, null);
    }
    PatientIdentity patient = found.get();
    if (patient.mergedIntoKey() != null) {
      return new Refused(Reason.MERGED, patientKey, patient.mergedIntoKey());
    }
    PatientIdentity corrected = with(patient, name, birthDate, sex);
    if (corrected.equals(patient)) {
      return new Done(0, List.of());
    }
    ObjectNode before = JSON.createObjectNode();
    put(before, patient);
    PatientRows.correct(connection, corrected, now);
    long decisionKey = keys.next(connection, KeySequence.DECISION);
    keep(
        decisionKey,
        DecisionAction.CORRECT_PATIENT,
        before.toString(),
        userKey,
        why,
        null,
        patientKey);
    NewEvent event =
        new NewEvent(
            organizationKey,
            EventType.PATIENT_CORRECTED,
            patientKey,
            null,
            null,
            null,
            null,
            null,
            null);
    return new Done(decisionKey, List.of(event));
  }
}
