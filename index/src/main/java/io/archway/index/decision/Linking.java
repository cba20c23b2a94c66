package io.archway.index.decision;

import io.archway.index.event.EventType;
import io.archway.index.event.NewEvent;
import io.archway.index.matching.DecidedLinks;
import io.archway.index.worklist.ItemStatus;
import io.archway.index.worklist.Progress;
import io.archway.index.worklist.ScanStatus;
import io.archway.index.worklist.WorklistItem;
import io.archway.index.worklist.WorklistLink;
import io.archway.index.worklist.WorklistLinks;
import io.archway.index.worklist.WorklistRows;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Images belong to an item because a person says so. */
final class Linking {
  private Linking() {}

  static Deed act(Doing doing, Choice.Item choice) throws SQLException {
    WorklistItem item =
        lock(doing, choice.worklistItemKey())
            .orElseThrow(
                () ->
                    RefusedDecisionException.unfit(
                        "worklist_item_id", "expected: a worklist item of the organization"));
    if (item.isCancelled()) {
      throw RefusedDecisionException.unfit(
          "worklist_item_id", "expected: an item that is not cancelled");
    }
    Optional<DecidedLinks.Linked> linked =
        DecidedLinks.link(
            doing.connection(), item, doing.entry().studyKey(), doing.decisionKey(), doing.now());
    if (linked.isEmpty()) {
      throw RefusedDecisionException.inTheWay("All images of the study belong to an order by now.");
    }
    doing.events().addAll(linked.get().events());
    return new Deed.Linked(
        item.worklistItemKey(), doing.entry().studyKey(), linked.get().mediumKey(), before(item));
  }

  /** Where who decides sees it. */
  private static Optional<WorklistItem> lock(Doing doing, long worklistItemKey)
      throws SQLException {
    return WorklistRows.lock(doing.connection(), doing.organizationKey(), worklistItemKey)
        .filter(doing.author().visible()::include);
  }

  static Deed.Before before(WorklistItem item) {
    Progress progress = item.progress();
    return new Deed.Before(
        item.mediumKey(),
        item.scanStatus().name(),
        text(progress.firstArrivedAt()),
        text(progress.lastArrivedAt()),
        text(progress.readyAt()),
        text(progress.imagesAfterReportAt()));
  }

  /** An item to which other images came meanwhile keeps what these made of it. */
  static void undo(Doing doing, Deed.Linked deed) throws SQLException {
    WorklistItem item =
        lock(doing, deed.worklistItemKey())
            .orElseThrow(
                () ->
                    RefusedDecisionException.inTheWay(
                        "The worklist item was deleted since, or is not one that the user sees."));
    boolean readSince =
        item.status() == ItemStatus.COMPLETE
            && item.progress().completedAt() != null
            && !item.progress().completedAt().isBefore(doing.entry().closedAt());
    if (readSince) {
      throw RefusedDecisionException.inTheWay(
          "The worklist item was completed since; set it to pending first.");
    }
    List<WorklistLink> all = WorklistLinks.ofItem(doing.connection(), item.worklistItemKey());
    List<WorklistLink> ours = all.stream().filter(link -> isOf(doing, link)).toList();
    WorklistLinks.delete(doing.connection(), ours);
    List<WorklistLink> others = all.stream().filter(link -> !isOf(doing, link)).toList();
    Instant decided = doing.entry().closedAt();
    boolean moreCame = DecidedLinks.moreCame(doing.connection(), others, decided);
    WorklistItem restored = moreCame ? without(item, deed) : restored(item, deed);
    WorklistRows.update(doing.connection(), restored, doing.now());
    if (restored.scanStatus() != item.scanStatus()) {
      DecidedLinks.catchUp(doing.connection(), restored, doing.now());
    }
    doing
        .events()
        .add(
            NewEvent.ofItem(
                EventType.ITEM_UPDATED,
                doing.organizationKey(),
                restored.worklistItemKey(),
                restored.patientKey(),
                restored.mediumKey()));
  }

  private static boolean isOf(Doing doing, WorklistLink link) {
    return link.decisionKey() != null && link.decisionKey() == doing.decisionKey();
  }

  private static WorklistItem without(WorklistItem item, Deed.Linked deed) {
    boolean ours = item.mediumKey() != null && item.mediumKey() == deed.mediumKey();
    return ours ? item.edit().medium(deed.before().mediumKey()).build() : item;
  }

  private static WorklistItem restored(WorklistItem item, Deed.Linked deed) {
    Deed.Before before = deed.before();
    Progress now = item.progress();
    Progress was =
        new Progress(
            instant(before.firstArrivedAt()),
            instant(before.lastArrivedAt()),
            instant(before.readyAt()),
            now.completedAt(),
            instant(before.imagesAfterReportAt()),
            now.cancelledAt(),
            now.cancelledWhy(),
            now.expiresAt());
    ScanStatus scan =
        item.scanStatus().isByImages()
            ? ScanStatus.valueOf(before.scanStatus())
            : item.scanStatus();
    return without(item, deed).edit().scanStatus(scan).progress(was).build();
  }

  private static String text(Instant time) {
    return time == null ? null : time.toString();
  }

  static Instant instant(String text) {
    return text == null ? null : Instant.parse(text);
  }
}
