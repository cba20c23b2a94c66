package io.archway.index.decision;

import io.archway.index.audit.Action;
import io.archway.index.audit.Audit;
import io.archway.index.audit.RecordKey;
import io.archway.index.audit.RecordKind;
import io.archway.index.database.Keys;
import io.archway.index.event.EventType;
import io.archway.index.event.NewEvent;
import io.archway.index.inbox.InboxEntry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** A decision in the making, in its transaction: what it is about and what is to be told of it. */
record Doing(
    Handle handle,
    Keys keys,
    InboxEntry entry,
    long decisionKey,
    Author author,
    Instant now,
    List<NewEvent> events) {

  static Doing of(
      Handle handle, Keys keys, InboxEntry entry, long decisionKey, Author author, Instant now) {
    return new Doing(handle, keys, entry, decisionKey, author, now, new ArrayList<>());
  }

  Connection connection() {
    return handle.getConnection();
  }

  long organizationKey() {
    return entry.organizationKey();
  }

  /** Before its events: until the commit they hold up all who have some. */
  void audit(RecordKey... others) throws SQLException {
    if (author.auditor() == null) {
      return;
    }
    List<RecordKey> records = new ArrayList<>(List.of(others));
    records.add(new RecordKey(RecordKind.INBOX_ENTRY, entry.inboxKey()));
    if (entry.patientKey() != null) {
      records.add(new RecordKey(RecordKind.PATIENT, entry.patientKey()));
    }
    Audit.changed(connection(), author.auditor(), Action.UPDATE, records);
  }

  void tell(EventType type, Long patientKey, Long studyKey, Long mediumKey, Long instanceKey) {
    events.add(
        new NewEvent(
            organizationKey(), type, patientKey, studyKey, mediumKey, instanceKey, null, null));
  }

  void tellOf(InboxEntry about, EventType type) {
    events.add(
        new NewEvent(
            organizationKey(),
            type,
            about.patientKey(),
            about.studyKey(),
            null,
            about.instanceKey(),
            about.inboxKey(),
            null));
  }
}
