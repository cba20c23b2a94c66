package io.archway.index.matching;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.archway.index.database.KeySequence;
import io.archway.index.database.Keys;
import io.archway.index.database.Statements;
import io.archway.index.event.EventType;
import io.archway.index.event.NewEvent;
import io.archway.index.inbox.InboxEntry;
import io.archway.index.inbox.InboxReason;
import io.archway.index.inbox.InboxRows;
import io.archway.index.inbox.NewInboxEntry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The inbox entry of a study whose series belong to no order yet: one a study, kept up to date
 * while it is open. One that was settled comes back when series wait again; one that a person
 * rejected, only when another order is proposed.
 */
final class Proposals {
  static final int MOST = 20;

  private static final JsonMapper JSON = new JsonMapper();
  private static final String FIND =
      """
      SELECT inbox_key, state, reason, details FROM inbox
      WHERE study_key = ? AND reason IN ('ORDER_UNMATCHED', 'ORDER_AMBIGUOUS', 'ORDER_CONTRADICTS')
      ORDER BY inbox_key DESC FETCH FIRST 1 ROWS ONLY
      """;
  private static final String CHANGE =
      """
      UPDATE inbox SET reason = ?, details = ?, state = 'OPEN', closed_at = NULL,
        closed_by_key = NULL, closed_why = NULL
      WHERE inbox_key = ?
      """;
  private static final String CLOSE =
      """
      UPDATE inbox SET state = 'RESOLVED', closed_at = ?, closed_why = ?
      WHERE inbox_key = ? AND state = 'OPEN'
      """;
  private static final String CANDIDATES =
      "SELECT worklist_item_key FROM match_candidate WHERE inbox_key = ?";
  private static final String DELETE = "DELETE FROM match_candidate WHERE inbox_key = ?";
  private static final String INSERT =
      """
      INSERT INTO match_candidate (inbox_key, candidate_number, organization_key,
        worklist_item_key, step_key, grade, differences)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """;

  private record Found(long inboxKey, String state, String reason, String details) {
    boolean isOpen() {
      return InboxEntry.OPEN.equals(state);
    }

    boolean isRejected() {
      return InboxEntry.REJECTED.equals(state);
    }
  }

  private record Numbered(long inboxKey, int number, Proposal proposal) {}

  private final Connection connection;
  private final Keys keys;
  private final ArrivedStudy study;
  private final Instant now;

  Proposals(Connection connection, Keys keys, ArrivedStudy study, Instant now) {
    this.connection = connection;
    this.keys = keys;
    this.study = study;
    this.now = now;
  }

  /** Opens, changes or leaves the entry as it is. */
  List<NewEvent> propose(
      InboxReason reason,
      String why,
      Optional<RefusedLink> refused,
      List<Long> seriesKeys,
      List<Proposal> proposals)
      throws SQLException {
    List<Proposal> best = proposals.stream().limit(MOST).toList();
    String details = details(why, refused, seriesKeys);
    Found found = find();
    if (found == null) {
      return open(reason, details, best);
    }
    Set<Long> known = proposed(found.inboxKey);
    boolean another =
        best.stream().anyMatch(proposal -> !known.contains(proposal.worklistItemKey()));
    if (found.isRejected() && !another) {
      return List.of();
    }
    boolean same =
        found.isOpen() && reason.name().equals(found.reason) && details.equals(found.details);
    if (!same || another || known.size() != best.size()) {
      change(found.inboxKey, reason, details, best);
    }
    return found.isOpen() ? List.of() : List.of(event(EventType.INBOX_OPENED, found.inboxKey));
  }

  /** Nothing of the study waits any more. */
  List<NewEvent> settle(String why) throws SQLException {
    Found found = find();
    if (found == null || !found.isOpen()) {
      return List.of();
    }
    Statements.update(connection, CLOSE, binding -> binding.add(now).add(why).add(found.inboxKey));
    return List.of(event(EventType.INBOX_CLOSED, found.inboxKey));
  }

  private Found find() throws SQLException {
    return Statements.query(
            connection,
            FIND,
            binding -> binding.add(study.studyKey()),
            row -> new Found(row.getLong(1), row.getString(2), row.getString(3), row.getString(4)))
        .stream()
        .findFirst()
        .orElse(null);
  }

  private Set<Long> proposed(long inboxKey) throws SQLException {
    return Set.copyOf(
        Statements.query(
            connection, CANDIDATES, binding -> binding.add(inboxKey), row -> row.getLong(1)));
  }

  private List<NewEvent> open(InboxReason reason, String details, List<Proposal> best)
      throws SQLException {
    NewInboxEntry entry =
        new NewInboxEntry(
            keys.next(connection, KeySequence.INBOX),
            study.organizationKey(),
            reason,
            "study:" + study.studyKey(),
            study.patientKey(),
            study.studyKey(),
            null,
            null,
            null,
            study.officeKey(),
            details);
    if (InboxRows.open(connection, List.of(entry), now).isEmpty()) {
      return List.of();
    }
    insert(entry.inboxKey(), best);
    return List.of(event(EventType.INBOX_OPENED, entry.inboxKey()));
  }

  private void change(long inboxKey, InboxReason reason, String details, List<Proposal> best)
      throws SQLException {
    Statements.update(
        connection, CHANGE, binding -> binding.add(reason.name()).add(details).add(inboxKey));
    Statements.update(connection, DELETE, binding -> binding.add(inboxKey));
    insert(inboxKey, best);
  }

  private void insert(long inboxKey, List<Proposal> best) throws SQLException {
    List<Numbered> numbered =
        IntStream.range(0, best.size())
            .mapToObj(i -> new Numbered(inboxKey, i + 1, best.get(i)))
            .toList();
    Statements.batch(
        connection,
        INSERT,
        numbered,
        (binding, one) ->
            binding
                .add(one.inboxKey)
                .add(one.number)
                .add(study.organizationKey())
                .add(one.proposal.worklistItemKey())
                .add(one.proposal.stepKey())
                .add(one.proposal.grade().name())
                .add(JSON.valueToTree(one.proposal.differences()).toString()));
  }

  private String details(String why, Optional<RefusedLink> refused, List<Long> seriesKeys) {
    ObjectNode details = JSON.createObjectNode();
    details.put("why", why);
    refused.ifPresent(
        one ->
            details
                .putObject("taken_back")
                .put("worklist_item_key", one.worklistItemKey())
                .put("by_key", one.byKey()));
    details.put("study_instance_uid", study.studyInstanceUid());
    details.put("accession_number", study.accessionNumber());
    details.put("patient_id", study.patientId());
    details.put("patient_name", study.patientName());
    details.put(
        "patient_birth_date",
        study.patientBirthDate() == null ? null : study.patientBirthDate().toString());
    ArrayNode series = details.putArray("series_keys");
    seriesKeys.forEach(series::add);
    return details.toString();
  }

  private NewEvent event(EventType type, long inboxKey) {
    return new NewEvent(
        study.organizationKey(),
        type,
        study.patientKey(),
        study.studyKey(),
        study.mediumKey(),
        null,
        inboxKey,
        null);
  }
}
