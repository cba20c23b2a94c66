package io.archway.index.decision;

import io.archway.index.audit.RecordKey;
import io.archway.index.audit.RecordKind;
import io.archway.index.database.Database;
import io.archway.index.database.KeySequence;
import io.archway.index.event.EventLog;
import io.archway.index.event.EventType;
import io.archway.index.event.FollowerPosition;
import io.archway.index.inbox.Decision;
import io.archway.index.inbox.DecisionAction;
import io.archway.index.inbox.DecisionDao;
import io.archway.index.inbox.InboxEntry;
import io.archway.index.inbox.InboxLists;
import io.archway.index.inbox.InboxMatter;
import io.archway.index.inbox.InboxReason;
import io.archway.index.inbox.InboxRows;
import io.archway.index.inbox.InboxState;
import io.archway.index.worklist.WorklistRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides entries and takes decisions back: each in one transaction with its events, durable when
 * it returns. Whoever comes second to an entry is told who was first. Matching stands still
 * meanwhile, so that nothing is linked by two at once. Thread-safe.
 */
public final class InboxDecisions {
  /** What is done about an entry, in the transaction of its decision. */
  @FunctionalInterface
  private interface Act {
    Deed on(Doing doing) throws SQLException;
  }

  private final Database database;
  private final InstantSource clock;

  public InboxDecisions(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * One of the proposals is right.
   *
   * @throws RefusedDecisionException where it cannot be done, as all of these
   */
  public Decision confirm(long organizationKey, long inboxKey, Choice choice, Author author) {
    return decide(
        organizationKey,
        inboxKey,
        DecisionAction.CONFIRM,
        author,
        doing -> {
          if (!isProposed(doing, choice) || !isSeen(doing, choice)) {
            throw RefusedDecisionException.inTheWay(
                "The entry does not propose this (any more); choose it instead.");
          }
          return act(doing, choice);
        });
  }

  /** It is something else than what is proposed; what is proposed may be chosen too. */
  public Decision choose(long organizationKey, long inboxKey, Choice choice, Author author) {
    return decide(
        organizationKey, inboxKey, DecisionAction.CHOOSE, author, doing -> act(doing, choice));
  }

  /** None of what is proposed: everything stays as it is. */
  public Decision reject(long organizationKey, long inboxKey, Author author) {
    return decide(
        organizationKey, inboxKey, DecisionAction.REJECT, author, doing -> new Deed.Nothing());
  }

  /**
   * An object that belongs nowhere is not wanted. Its bytes are still there when this returns;
   * whoever calls deletes them, and where that failed, calls again.
   */
  public void discard(long organizationKey, long inboxKey, Author author) {
    database.durablyInConnection(
        handle -> {
          Connection connection = handle.getConnection();
          InboxEntry entry = lock(connection, organizationKey, inboxKey);
          if (InboxReason.valueOf(entry.reason()).matter() != InboxMatter.OBJECT) {
            throw RefusedDecisionException.inTheWay("Only a quarantined object is discarded.");
          }
          if (InboxEntry.OPEN.equals(entry.state())) {
            long decisionKey = database.keys().next(connection, KeySequence.DECISION);
            Doing doing = Doing.of(handle, database.keys(), entry, decisionKey, author, now());
            InboxRows.free(connection, entry);
            close(
                doing, DecisionAction.DISCARD, new Deed.Final("The object was deleted for good."));
          } else if (!isBeingDiscarded(connection, entry)) {
            throw RefusedDecisionException.decided(entry.closedByKey(), entry.closedAt());
          } else {
            Doing.of(handle, database.keys(), entry, 0, author, now()).audit();
          }
          return null;
        });
  }

  private static boolean isBeingDiscarded(Connection connection, InboxEntry entry)
      throws SQLException {
    return entry.container() != null
        && DecisionRows.ofInbox(connection, entry.organizationKey(), List.of(entry.inboxKey()))
            .getOrDefault(entry.inboxKey(), List.of())
            .stream()
            .anyMatch(decision -> decision.action() == DecisionAction.DISCARD);
  }

  private Decision decide(
      long organizationKey, long inboxKey, DecisionAction action, Author author, Act act) {
    return database.durablyInConnection(
        handle -> {
          Connection connection = handle.getConnection();
          FollowerPosition.MATCHING.lock(connection);
          InboxEntry entry = lock(connection, organizationKey, inboxKey);
          if (!InboxEntry.OPEN.equals(entry.state())) {
            throw RefusedDecisionException.decided(entry.closedByKey(), entry.closedAt());
          }
          long decisionKey = database.keys().next(connection, KeySequence.DECISION);
          Doing doing = Doing.of(handle, database.keys(), entry, decisionKey, author, now());
          Deed deed = act.on(doing);
          return close(doing, action, deed);
        });
  }

  /** As the database keeps it. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private static InboxEntry lock(Connection connection, long organizationKey, long inboxKey)
      throws SQLException {
    return InboxLists.lock(connection, organizationKey, inboxKey)
        .orElseThrow(RefusedDecisionException::notFound);
  }

  private static boolean isProposed(Doing doing, Choice choice) throws SQLException {
    if (choice instanceof Choice.Version) {
      return true; // all that are kept are proposed
    }
    Map<Long, List<Proposal>> proposals =
        Proposals.of(doing.connection(), doing.organizationKey(), List.of(doing.entry()));
    return proposals.getOrDefault(doing.entry().inboxKey(), List.of()).stream()
        .anyMatch(proposal -> proposal.is(choice));
  }

  /**
   * What who decides does not see is proposed to nobody for them, and is like what is not there.
   */
  private static boolean isSeen(Doing doing, Choice choice) throws SQLException {
    if (choice instanceof Choice.Item item) {
      return WorklistRows.lock(doing.connection(), doing.organizationKey(), item.worklistItemKey())
          .filter(doing.author().visible()::include)
          .isPresent();
    }
    return !(choice instanceof Choice.Patient patient)
        || doing.author().visible().seesPatient(doing.handle(), patient.patientKey());
  }

  private static Deed act(Doing doing, Choice choice) throws SQLException {
    InboxReason reason = InboxReason.valueOf(doing.entry().reason());
    return switch (reason.matter()) {
      case ORDER ->
          choice instanceof Choice.Item item ? Linking.act(doing, item) : unfit("worklist_item_id");
      case PATIENT -> isPatient(choice) ? Merging.act(doing, choice) : unfit("patient_id");
      case STUDY -> isPatient(choice) ? MovingStudy.act(doing, choice) : unfit("patient_id");
      case VERSION ->
          choice instanceof Choice.Version version
              ? ChoosingVersion.act(doing, version)
              : unfit("version");
      case OBJECT ->
          throw RefusedDecisionException.inTheWay(
              "A quarantined object is read again, discarded or rejected; nothing can be chosen.");
    };
  }

  private static boolean isPatient(Choice choice) {
    return choice instanceof Choice.Patient || choice instanceof Choice.NewPatient;
  }

  private static Deed unfit(String expected) {
    throw RefusedDecisionException.unfit(expected, "expected: for an entry of this reason");
  }

  private static Decision close(Doing doing, DecisionAction action, Deed deed) throws SQLException {
    List<Long> closed = new ArrayList<>(List.of(doing.entry().inboxKey()));
    if (deed instanceof Deed.Chosen chosen) {
      closed.addAll(chosen.inboxKeys());
    }
    Author author = doing.author();
    boolean none = action == DecisionAction.REJECT || action == DecisionAction.DISCARD;
    InboxState state = none ? InboxState.REJECTED : InboxState.RESOLVED;
    InboxRows.close(doing.connection(), closed, state, author.userKey(), author.why(), doing.now());
    Long item = deed instanceof Deed.Linked linked ? (Long) linked.worklistItemKey() : null;
    Decision decision = keep(doing, action, deed, item);
    doing.tellOf(doing.entry(), EventType.INBOX_CLOSED);
    tell(doing);
    return decision;
  }

  private static Decision keep(Doing doing, DecisionAction action, Deed deed, Long itemKey) {
    Author author = doing.author();
    Decision decision =
        Decision.of(
                doing.decisionKey(),
                doing.organizationKey(),
                action,
                Json.write(deed),
                author.userKey(),
                author.why(),
                doing.now())
            .about(
                doing.entry().inboxKey(),
                itemKey,
                doing.entry().patientKey(),
                doing.entry().studyKey(),
                doing.entry().instanceKey());
    doing.handle().attach(DecisionDao.class).insert(decision);
    return decision;
  }

  private static void tell(Doing doing, RecordKey... others) throws SQLException {
    doing.audit(others);
    EventLog.append(doing.connection(), doing.events(), doing.now());
  }

  /**
   * The images of a study are linked with the wrong order: they are taken back from it, whoever
   * linked them, and wait in the inbox. Nothing that comes under their Study Instance UID is linked
   * unasked from then on. The last of an entry, it is undone by {@link #undo}.
   *
   * @return the entry by which they wait
   */
  public long unlink(long organizationKey, long studyKey, long worklistItemKey, Author author) {
    return database.durablyInConnection(
        handle -> {
          FollowerPosition.MATCHING.lock(handle.getConnection());
          Unlinking.Done done =
              Unlinking.act(
                  handle,
                  database.keys(),
                  organizationKey,
                  studyKey,
                  worklistItemKey,
                  author,
                  now());
          keep(done.doing(), DecisionAction.UNLINK, done.deed(), worklistItemKey);
          tell(
              done.doing(),
              new RecordKey(RecordKind.WORKLIST_ITEM, worklistItemKey),
              new RecordKey(RecordKind.MEDIUM, done.deed().mediumKey()));
          return done.doing().entry().inboxKey();
        });
  }

  /** Takes the last decision of an entry back and opens it again, as both were before. */
  public void undo(long organizationKey, long inboxKey, Author author) {
    database.durablyInConnection(
        handle -> {
          Connection connection = handle.getConnection();
          FollowerPosition.MATCHING.lock(connection);
          InboxEntry entry = lock(connection, organizationKey, inboxKey);
          Decision decision = lastOf(connection, entry);
          Doing doing =
              Doing.of(handle, database.keys(), entry, decision.decisionKey(), author, now());
          undo(doing, decision);
          return null;
        });
  }

  private static Decision lastOf(Connection connection, InboxEntry entry) throws SQLException {
    Optional<Decision> last =
        DecisionRows.ofInbox(connection, entry.organizationKey(), List.of(entry.inboxKey()))
            .getOrDefault(entry.inboxKey(), List.of())
            .stream()
            .filter(decision -> decision.undoneAt() == null)
            .findFirst();
    if (InboxEntry.OPEN.equals(entry.state())) {
      return last.filter(decision -> decision.action() == DecisionAction.UNLINK)
          .orElseThrow(
              () ->
                  RefusedDecisionException.inTheWay(
                      "The entry is open: there is nothing to undo."));
    }
    return last.filter(decision -> decision.decidedAt().equals(entry.closedAt()))
        .orElseThrow(
            () ->
                RefusedDecisionException.inTheWay(
                    "The entry was not closed by a decision about it: there is nothing to undo."));
  }

  private static void undo(Doing doing, Decision decision) throws SQLException {
    List<Long> reopened = new ArrayList<>(List.of(doing.entry().inboxKey()));
    if (decision.undoDetails().isEmpty()) {
      throw RefusedDecisionException.inTheWay(
          "The decision was made before the index was built anew, and what it changed is unknown.");
    }
    Deed deed = Json.read(decision.undoDetails(), Deed.class);
    if (deed instanceof Deed.Unlinked unlinked) {
      Unlinking.undo(doing, unlinked, decision);
      undone(doing, decision);
      return;
    }
    if (deed instanceof Deed.Final last) {
      throw RefusedDecisionException.inTheWay(last.why());
    } else if (deed instanceof Deed.Linked linked) {
      Linking.undo(doing, linked);
    } else if (deed instanceof Deed.Merged merged) {
      Merging.undo(doing, merged);
    } else if (deed instanceof Deed.Moved moved) {
      MovingStudy.undo(doing, moved);
    } else if (deed instanceof Deed.Chosen chosen) {
      ChoosingVersion.undo(doing, chosen);
      reopened.addAll(chosen.inboxKeys());
      for (long other : chosen.inboxKeys()) {
        InboxLists.lock(doing.connection(), doing.organizationKey(), other)
            .ifPresent(one -> doing.tellOf(one, EventType.INBOX_OPENED));
      }
    }
    InboxRows.reopen(doing.connection(), reopened);
    doing.tellOf(doing.entry(), EventType.INBOX_OPENED);
    undone(doing, decision);
  }

  private static void undone(Doing doing, Decision decision) throws SQLException {
    Author author = doing.author();
    doing
        .handle()
        .attach(DecisionDao.class)
        .undo(
            doing.organizationKey(),
            decision.decisionKey(),
            author.userKey(),
            author.why(),
            doing.now());
    tell(doing);
  }
}
