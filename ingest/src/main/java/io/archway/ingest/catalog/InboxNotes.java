package io.archway.ingest.catalog;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.archway.index.database.KeySequence;
import io.archway.index.database.Keys;
import io.archway.index.event.EventType;
import io.archway.index.event.NewEvent;
import io.archway.index.inbox.InboxReason;
import io.archway.index.inbox.InboxRows;
import io.archway.index.inbox.NewInboxEntry;
import io.archway.index.inbox.Quarantine;
import io.archway.index.study.IndexedArrival;
import io.archway.index.study.Outcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What one group leaves for a person, each once. */
final class InboxNotes {
  private static final JsonMapper JSON = new JsonMapper();

  private record Subject(long organizationKey, InboxReason reason, String subject) {}

  private final Connection connection;
  private final Keys keys;
  private final Map<Subject, NewInboxEntry> entries = new LinkedHashMap<>();

  InboxNotes(Connection connection, Keys keys) {
    this.connection = connection;
    this.keys = keys;
  }

  void note(InboxReason reason, String subject, Arrived arrived, Long patientKey, Long studyKey)
      throws SQLException {
    ObjectNode details = describe(arrived.arrival());
    details.put("study_instance_uid", arrived.studyInstanceUid());
    details.put("series_instance_uid", arrived.seriesInstanceUid());
    details.put("patient_id", arrived.person().patientId());
    details.put("patient_name", arrived.person().name());
    details.put("patient_birth_date", arrived.header().patient().birthDate());
    add(
        new NewInboxEntry(
            keys.next(connection, KeySequence.INBOX),
            arrived.organizationKey(),
            reason,
            subject,
            patientKey,
            studyKey,
            null,
            null,
            null,
            arrived.route().officeKey(),
            details.toString()));
  }

  void noteConflict(Arrived arrived, long studyKey, long instanceKey, int version)
      throws SQLException {
    ObjectNode details = describe(arrived.arrival());
    details.put("study_instance_uid", arrived.studyInstanceUid());
    details.put("series_instance_uid", arrived.seriesInstanceUid());
    details.put("version", version);
    add(
        new NewInboxEntry(
            keys.next(connection, KeySequence.INBOX),
            arrived.organizationKey(),
            InboxReason.INSTANCE_CONFLICT,
            arrived.sopInstanceUid() + ":" + version,
            null,
            studyKey,
            instanceKey,
            arrived.arrival().object().recordNumber(),
            arrived.arrival().object().location(),
            arrived.route().officeKey(),
            details.toString()));
  }

  void noteQuarantine(IndexedArrival arrival, Route route, Outcome.Reason reason)
      throws SQLException {
    ObjectNode details = describe(arrival);
    details.put("reason", reason.name());
    details.put("problem", arrival.problem());
    add(
        new NewInboxEntry(
            keys.next(connection, KeySequence.INBOX),
            route.organizationKey(),
            InboxReason.QUARANTINED,
            Quarantine.subject(arrival.sopInstanceUid(), arrival.object().sha256()),
            null,
            null,
            null,
            arrival.object().recordNumber(),
            arrival.object().location(),
            route.officeKey(),
            details.toString()));
  }

  private static ObjectNode describe(IndexedArrival arrival) {
    ObjectNode details = JSON.createObjectNode();
    details.put("sop_class_uid", arrival.sopClassUid());
    details.put("sop_instance_uid", arrival.sopInstanceUid());
    details.put("transfer_syntax_uid", arrival.transferSyntaxUid());
    details.put("sha256", arrival.object().sha256());
    details.put("via", arrival.sender().via());
    details.put("calling_ae_title", arrival.sender().callingAeTitle());
    details.put("address", arrival.sender().address());
    details.put("received_at", arrival.receivedAt().toString());
    return details;
  }

  private void add(NewInboxEntry entry) {
    entries.putIfAbsent(
        new Subject(entry.organizationKey(), entry.reason(), entry.subject()), entry);
  }

  /** Gives an event for each that is new. */
  List<NewEvent> write(Instant now) throws SQLException {
    List<NewEvent> events = new ArrayList<>();
    for (NewInboxEntry opened : InboxRows.open(connection, List.copyOf(entries.values()), now)) {
      events.add(
          new NewEvent(
              opened.organizationKey(),
              EventType.INBOX_OPENED,
              opened.patientKey(),
              opened.studyKey(),
              null,
              opened.instanceKey(),
              opened.inboxKey(),
              null));
    }
    return events;
  }
}
