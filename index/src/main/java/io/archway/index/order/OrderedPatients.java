package io.archway.index.order;

import io.archway.index.database.ConcurrentChangeException;
import io.archway.index.database.Keys;
import io.archway.index.event.NewEvent;
import io.archway.index.patient.NamedPatient;
import io.archway.index.patient.NamedPatients;
import io.archway.index.patient.PatientDao;
import io.archway.index.patient.PatientIdentity;
import io.archway.index.patient.PatientRows;
import io.archway.index.worklist.PatientMedical;
import io.archway.index.worklist.WorklistLists;
import io.archway.index.worklist.WorklistPatient;
import io.archway.index.worklist.WorklistRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jdbi.v3.core.Handle;

/**
 * The patients of orders: found or made by the rules of arrivals. Until their first images, name,
 * birth date and sex are as the practice says them last; from then on a person corrects them. One
 * transaction.
 */
final class OrderedPatients {
  private final Handle handle;
  private final Connection connection;
  private final OrderTarget target;
  private final Instant now;
  private final NamedPatients patients;
  private String note = "";

  OrderedPatients(Handle handle, Keys keys, OrderTarget target, Instant now) {
    this.handle = handle;
    this.connection = handle.getConnection();
    this.target = target;
    this.now = now;
    this.patients = new NamedPatients(connection, keys, target.organizationKey(), "orders", now);
  }

  List<NewEvent> events() {
    return patients.events();
  }

  /** What is to be said of the patient of the last order; "" for nothing. */
  String note() {
    return note;
  }

  /** Held, so that nobody merges them meanwhile. */
  PatientIdentity resolve(Order order) throws SQLException {
    note = "";
    NamedPatient named = order.patient().within(target.officeKey());
    long key = patients.resolve(named, target.officeKey()).owner();
    PatientIdentity held =
        PatientRows.lock(connection, target.organizationKey(), key)
            .filter(patient -> patient.mergedIntoKey() == null)
            .orElseThrow(() -> new ConcurrentChangeException("the patient was merged meanwhile"));
    PatientIdentity corrected = corrected(held, named);
    if (corrected.equals(held)) {
      return held;
    }
    boolean sameIdentity =
        held.issuer().equals(named.issuer()) && held.patientId().equals(named.patientId());
    if (!sameIdentity || hasImages(key)) {
      note = "the patient is known by another name, birth date or sex, which stays";
      return held;
    }
    PatientRows.correct(connection, corrected, now);
    return corrected;
  }

  private static PatientIdentity corrected(PatientIdentity known, NamedPatient named) {
    return new PatientIdentity(
        known.patientKey(),
        known.organizationKey(),
        known.issuer(),
        known.patientId(),
        known.variant(),
        Objects.requireNonNullElse(named.name(), known.name()),
        named.birthDate() == null ? known.birthDate() : named.birthDate(),
        named.sex() == null ? known.sex() : named.sex(),
        known.mergedIntoKey());
  }

  private boolean hasImages(long patientKey) {
    return !handle
        .attach(PatientDao.class)
        .counts(target.organizationKey(), List.of(patientKey))
        .isEmpty();
  }

  /** What the order says of the patient beside the name. */
  void learn(Order order, long itemKey) throws SQLException {
    PatientMedical said = order.medical();
    if (said.equals(PatientMedical.UNKNOWN)) {
      return;
    }
    WorklistPatient patient =
        WorklistLists.find(connection, target.organizationKey(), itemKey).orElseThrow().patient();
    PatientMedical known = patient.medical();
    PatientMedical after =
        new PatientMedical(
            said.weight() == null ? known.weight() : said.weight(),
            Order.over(said.allergies(), known.allergies()),
            Order.over(said.medicalAlerts(), known.medicalAlerts()),
            said.pregnancyStatus() == null ? known.pregnancyStatus() : said.pregnancyStatus(),
            Order.over(said.specialNeeds(), known.specialNeeds()),
            Order.over(said.patientState(), known.patientState()),
            Order.over(said.confidentialityConstraint(), known.confidentialityConstraint()));
    if (!after.equals(known)) {
      WorklistRows.setMedical(
          connection, target.organizationKey(), patient.patientKey(), after, now);
    }
  }
}
