package io.archway.index.decision;

import io.archway.index.database.KeySequence;
import io.archway.index.database.Keys;
import io.archway.index.database.Statements;
import io.archway.index.event.EventType;
import io.archway.index.event.NewEvent;
import io.archway.index.inbox.Decision;
import io.archway.index.inbox.DecisionDao;
import io.archway.index.inbox.InboxEntry;
import io.archway.index.inbox.InboxLists;
import io.archway.index.inbox.InboxRows;
import io.archway.index.matching.TakenLinks;
import io.archway.index.worklist.ItemStatus;
import io.archway.index.worklist.MatchGrade;
import io.archway.index.worklist.Progress;
import io.archway.index.worklist.ScanStatus;
import io.archway.index.worklist.WorklistItem;
import io.archway.index.worklist.WorklistLink;
import io.archway.index.worklist.WorklistLinks;
import io.archway.index.worklist.WorklistRows;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Images were linked with the wrong order: a person takes them back, whoever had linked them. They
 * wait in the inbox then, and nothing of their study is linked unasked.
 */
final class Unlinking {
  private static final String MEDIUM =
      """
      SELECT m.medium_key FROM medium m
      WHERE m.study_key = ? AND m.organization_key = ? AND m.deleted_at IS NULL
      """;

  private record Wanted(WorklistItem item, long studyKey, long mediumKey) {}

  /** The deed, and the entry that the images wait by. */
  record Done(Doing doing, Deed.Unlinked deed) {}

  private Unlinking() {}

  static Done act(
      Handle handle,
      Keys keys,
      long organizationKey,
      long studyKey,
      long itemKey,
      Author author,
      Instant now)
      throws SQLException {
    var connection = handle.getConnection();
    long mediumKey =
        Statements.query(
                connection,
                MEDIUM,
                binding -> binding.add(studyKey).add(organizationKey),
                row -> row.getLong(1))
            .stream()
            .findFirst()
            .orElseThrow(RefusedDecisionException::notFound);
    Optional<InboxEntry> entry = InboxLists.lockOfStudy(connection, organizationKey, studyKey);
    Wanted wanted = new Wanted(lock(handle, organizationKey, itemKey, author), studyKey, mediumKey);
    List<WorklistLink> links = TakenLinks.of(connection, wanted.item, studyKey);
    if (links.isEmpty() && !Objects.equals(wanted.item.mediumKey(), mediumKey)) {
      throw notLinked();
    }
    refuseIfRead(wanted.item, links);
    refuseIfShared(WorklistLinks.ofStudy(connection, studyKey), links, itemKey);
    Deed.Entry was = entry.isEmpty() ? null : OpenedEntries.kept(connection, entry.get());
    if (entry.isPresent() && !InboxEntry.OPEN.equals(entry.get().state())) {
      InboxRows.reopen(connection, List.of(entry.get().inboxKey()));
    }
    long decisionKey = keys.next(connection, KeySequence.DECISION);
    TakenLinks.Taken taken =
        TakenLinks.take(
            connection,
            wanted.item,
            mediumKey,
            links,
            shownBefore(handle, wanted, links),
            author.why(),
            now);
    List<NewEvent> events =
        TakenLinks.refuse(connection, keys, studyKey, decisionKey, itemKey, author.userKey(), now);
    InboxEntry opened = InboxLists.lockOfStudy(connection, organizationKey, studyKey).orElseThrow();
    Doing doing = Doing.of(handle, keys, opened, decisionKey, author, now);
    doing.events().add(told(taken));
    doing.events().addAll(events);
    if (was != null && !InboxEntry.OPEN.equals(was.state())) {
      doing.tellOf(opened, EventType.INBOX_OPENED);
    }
    return new Done(doing, deed(wanted, taken, was));
  }

  private static WorklistItem lock(Handle handle, long organizationKey, long itemKey, Author author)
      throws SQLException {
    return WorklistRows.lock(handle.getConnection(), organizationKey, itemKey)
        .filter(author.visible()::include)
        .orElseThrow(Unlinking::notLinked);
  }

  private static RefusedDecisionException notLinked() {
    return RefusedDecisionException.unfit(
        "worklist_item_id", "expected: a worklist item that the images are linked with");
  }

  /** Images that came after the report may go: nobody has read them. */
  private static void refuseIfRead(WorklistItem item, List<WorklistLink> links) {
    Instant completed = item.progress().completedAt();
    boolean after =
        completed != null
            && !links.isEmpty()
            && links.stream().allMatch(link -> link.linkedAt().isAfter(completed));
    if (item.status() == ItemStatus.COMPLETE && !after) {
      throw RefusedDecisionException.inTheWay(
          "The worklist item is complete, these images with it; set it to pending first.");
    }
  }

  /** Nothing would wait: what another item has, too, is no question to a person. */
  private static void refuseIfShared(
      List<WorklistLink> ofStudy, List<WorklistLink> links, long itemKey) {
    Set<Long> taken = links.stream().map(WorklistLink::seriesKey).collect(Collectors.toSet());
    boolean shared =
        ofStudy.stream()
            .filter(link -> link.worklistItemKey() != itemKey)
            .anyMatch(link -> taken.isEmpty() || taken.contains(link.seriesKey()));
    if (shared) {
      throw RefusedDecisionException.inTheWay(
          "The images are linked with another worklist item too; delete one of the two instead.");
    }
  }

  /** What the item showed before somebody chose it for these images. */
  private static Long shownBefore(Handle handle, Wanted wanted, List<WorklistLink> links) {
    return links.stream()
        .map(WorklistLink::decisionKey)
        .filter(Objects::nonNull)
        .findFirst()
        .flatMap(key -> handle.attach(DecisionDao.class).find(wanted.item.organizationKey(), key))
        .map(Decision::undoDetails)
        .filter(details -> !details.isEmpty())
        .map(details -> Json.read(details, Deed.class))
        .filter(Deed.Linked.class::isInstance)
        .map(deed -> ((Deed.Linked) deed).before().mediumKey())
        .filter(medium -> medium != wanted.mediumKey)
        .orElse(null);
  }

  private static NewEvent told(TakenLinks.Taken taken) {
    WorklistItem left = taken.left();
    boolean cancelled = left.isCancelled() && !taken.item().isCancelled();
    return event(cancelled ? EventType.ITEM_CANCELLED : EventType.ITEM_UPDATED, left);
  }

  private static NewEvent event(EventType type, WorklistItem item) {
    return NewEvent.ofItem(
        type, item.organizationKey(), item.worklistItemKey(), item.patientKey(), item.mediumKey());
  }

  private static Deed.Unlinked deed(Wanted wanted, TakenLinks.Taken taken, Deed.Entry entry) {
    return new Deed.Unlinked(
        wanted.item.worklistItemKey(),
        wanted.studyKey,
        wanted.mediumKey,
        taken.links().stream()
            .map(
                link ->
                    new Deed.Link(
                        link.seriesKey(),
                        link.stepKey(),
                        link.grade().name(),
                        link.decisionKey(),
                        link.linkedAt().toString()))
            .toList(),
        Linking.before(taken.item()),
        Linking.before(taken.left()),
        taken.left().isCancelled() && !taken.item().isCancelled(),
        entry);
  }

  /** The images are the item's again; what others made of it meanwhile stays. */
  static void undo(Doing doing, Deed.Unlinked deed, Decision decision) throws SQLException {
    WorklistItem item =
        WorklistRows.lock(doing.connection(), doing.organizationKey(), deed.worklistItemKey())
            .filter(doing.author().visible()::include)
            .orElseThrow(
                () ->
                    RefusedDecisionException.inTheWay(
                        "The worklist item was deleted since, or is not one that the user sees."));
    Instant completed = item.progress().completedAt();
    if (item.status() == ItemStatus.COMPLETE
        && completed != null
        && !completed.isBefore(decision.decidedAt())) {
      throw RefusedDecisionException.inTheWay(
          "The worklist item was completed since; set it to pending first.");
    }
    boolean given =
        TakenLinks.giveBack(
            doing.connection(), deed.studyKey(), decision.decisionKey(), links(doing, deed));
    if (!given) {
      throw RefusedDecisionException.inTheWay(
          "The images belong to another order by now, or were deleted.");
    }
    WorklistItem restored = restored(item, deed);
    WorklistRows.update(doing.connection(), restored, doing.now());
    doing.events().add(event(EventType.ITEM_UPDATED, restored));
    if (OpenedEntries.restore(doing, deed.entry())) {
      doing.tellOf(doing.entry(), EventType.INBOX_CLOSED);
    }
  }

  private static List<WorklistLink> links(Doing doing, Deed.Unlinked deed) {
    List<WorklistLink> links = new ArrayList<>();
    for (Deed.Link link : deed.links()) {
      links.add(
          new WorklistLink(
              link.seriesKey(),
              deed.worklistItemKey(),
              doing.organizationKey(),
              deed.studyKey(),
              link.stepKey(),
              MatchGrade.valueOf(link.grade()),
              link.decisionKey(),
              Instant.parse(link.linkedAt())));
    }
    return links;
  }

  private static WorklistItem restored(WorklistItem item, Deed.Unlinked deed) {
    Deed.Before now = Linking.before(item);
    Deed.Before was = deed.before();
    Deed.Before after = deed.after();
    boolean alone =
        Objects.equals(now.firstArrivedAt(), after.firstArrivedAt())
            && Objects.equals(now.lastArrivedAt(), after.lastArrivedAt())
            && Objects.equals(now.imagesAfterReportAt(), after.imagesAfterReportAt());
    boolean shows = !Objects.equals(now.mediumKey(), after.mediumKey());
    ScanStatus scan =
        alone || !item.scanStatus().isByImages()
            ? ScanStatus.valueOf(was.scanStatus())
            : item.scanStatus();
    Progress progress = alone ? arrivals(item, was) : both(item, was);
    if (deed.cancelled()) {
      progress = progress.cancelled(null, null);
    }
    return item.edit()
        .medium(shows ? item.mediumKey() : was.mediumKey())
        .scanStatus(scan)
        .progress(progress)
        .build();
  }

  private static Progress arrivals(WorklistItem item, Deed.Before was) {
    Progress now = item.progress();
    return new Progress(
        Linking.instant(was.firstArrivedAt()),
        Linking.instant(was.lastArrivedAt()),
        Linking.instant(was.readyAt()),
        now.completedAt(),
        Linking.instant(was.imagesAfterReportAt()),
        now.cancelledAt(),
        now.cancelledWhy(),
        now.expiresAt());
  }

  private static Progress both(WorklistItem item, Deed.Before was) {
    Progress progress = item.progress();
    Instant first = Linking.instant(was.firstArrivedAt());
    Instant last = Linking.instant(was.lastArrivedAt());
    Instant now = progress.firstArrivedAt();
    Instant flagged = progress.imagesAfterReportAt();
    return new Progress(
        first != null && (now == null || first.isBefore(now)) ? first : now,
        last == null ? progress.lastArrivedAt() : progress.arrived(last, false).lastArrivedAt(),
        progress.readyAt(),
        progress.completedAt(),
        flagged == null ? Linking.instant(was.imagesAfterReportAt()) : flagged,
        progress.cancelledAt(),
        progress.cancelledWhy(),
        progress.expiresAt());
  }
}
