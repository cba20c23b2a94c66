package io.archway.index.matching;

import io.archway.index.database.Keys;
import io.archway.index.event.EventType;
import io.archway.index.event.NewEvent;
import io.archway.index.inbox.InboxReason;
import io.archway.index.medium.MediumRows;
import io.archway.index.worklist.MatchGrade;
import io.archway.index.worklist.ScheduledStep;
import io.archway.index.worklist.WorklistItem;
import io.archway.index.worklist.WorklistLink;
import io.archway.index.worklist.WorklistLinks;
import io.archway.index.worklist.WorklistLists;
import io.archway.index.worklist.WorklistRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Brings one study together with orders, within the caller's transaction: links what is certain,
 * leaves the rest to a person. Doing it again changes nothing. One use.
 */
final class StudyMatching {
  /** After these the rest of a study goes the same way without asking again. */
  private static final Set<MatchGrade> FOLLOWED =
      EnumSet.of(MatchGrade.DECIDED, MatchGrade.MADE_FOR);

  /** Around the day of images, within which an order shows that orders are made at all. */
  private static final int ORDERED_DAYS = 30;

  private record Chosen(ArrivedSeries series, long itemKey, MatchGrade grade, Long decisionKey) {}

  private final Connection connection;
  private final Keys keys;
  private final MatchingRules rules;
  private final ArrivedStudy study;
  private final Instant now;
  private final Proposals inbox;
  private final List<NewEvent> events = new ArrayList<>();
  private final List<Chosen> chosen = new ArrayList<>();
  private final List<WorklistLink> links = new ArrayList<>();
  private final Map<ArrivedSeries, Verdict.Waits> waiting = new LinkedHashMap<>();
  private final List<ArrivedSeries> unordered = new ArrayList<>();
  private List<RefusedLink> refused = List.of();

  StudyMatching(
      Connection connection, Keys keys, MatchingRules rules, ArrivedStudy study, Instant now) {
    this.connection = connection;
    this.keys = keys;
    this.rules = rules;
    this.study = study;
    this.now = now;
    this.inbox = new Proposals(connection, keys, study, now);
  }

  /**
   * @param arrived whether images came; else only orders changed
   * @return the events of what was done
   */
  List<NewEvent> run(boolean arrived) throws SQLException {
    List<WorklistLink> before = WorklistLinks.ofStudy(connection, study.studyKey());
    Set<Long> linked = new TreeSet<>();
    before.forEach(link -> linked.add(link.seriesKey()));
    refused = RefusedLink.ofStudy(connection, study);
    Optional<WorklistLink> followed = refused.isEmpty() ? followed(before) : Optional.empty();
    Set<RequestNamed> known = requests(linked);
    for (ArrivedSeries series : study.series()) {
      if (linked.contains(series.seriesKey())) {
        continue;
      }
      if (followed.isPresent() && known.containsAll(series.requests())) {
        follow(series, followed.get());
      } else {
        judge(series, followed);
      }
    }
    makeItem();
    linkAndTell(before, arrived);
    tellInbox(before);
    return events;
  }

  private static Optional<WorklistLink> followed(List<WorklistLink> links) {
    boolean one = links.stream().map(WorklistLink::worklistItemKey).distinct().count() == 1;
    return one && FOLLOWED.contains(links.get(0).grade())
        ? Optional.of(links.get(0))
        : Optional.empty();
  }

  private Set<RequestNamed> requests(Set<Long> seriesKeys) {
    return study.series().stream()
        .filter(series -> seriesKeys.contains(series.seriesKey()))
        .flatMap(series -> series.requests().stream())
        .collect(Collectors.toSet());
  }

  private void follow(ArrivedSeries series, WorklistLink link) {
    chosen.add(new Chosen(series, link.worklistItemKey(), link.grade(), link.decisionKey()));
  }

  /** Where others of the study follow a person's word, what names another order waits for one. */
  private void judge(ArrivedSeries series, Optional<WorklistLink> followed) throws SQLException {
    List<Candidate> candidates = Candidates.of(connection, rules, study, series);
    if (!refused.isEmpty()) {
      // one person's images were made under another's order: whose come next, nothing tells
      waiting.put(series, Verdict.Waits.takenBack(candidates));
      return;
    }
    Verdict verdict = Judgement.of(series, candidates);
    if (verdict instanceof Verdict.Linked linked) {
      long itemKey = linked.to().item().worklistItemKey();
      if (followed.isPresent() && followed.get().worklistItemKey() != itemKey) {
        waiting.put(series, Verdict.Waits.decidedOtherwise(candidates));
      } else {
        chosen.add(new Chosen(series, itemKey, linked.grade(), null));
      }
    } else if (verdict instanceof Verdict.Waits waits) {
      waiting.put(series, waits);
    } else if (followed.isPresent()) {
      follow(series, followed.get());
    } else {
      unordered.add(series);
    }
  }

  /** Only for a study of which nothing resembles any order, and never a second time. */
  private void makeItem() throws SQLException {
    boolean wanted =
        rules.withoutOrder() == MatchingRules.WithoutOrder.ITEM
            && !unordered.isEmpty()
            && unordered.size() == study.series().size();
    if (!wanted) {
      return;
    }
    Optional<WorklistItem> item =
        WorklistRows.insert(connection, keys, WalkIn.order(study, rules), now);
    if (item.isPresent()) {
      long itemKey = item.get().worklistItemKey();
      unordered.forEach(
          series -> chosen.add(new Chosen(series, itemKey, MatchGrade.MADE_FOR, null)));
      events.add(ItemArrivals.event(EventType.ITEM_CREATED, item.get()));
      unordered.clear();
    }
  }

  /** In the order of keys, as everybody locks them. */
  private void linkAndTell(List<WorklistLink> before, boolean arrived) throws SQLException {
    Map<Long, Instant> items = new TreeMap<>();
    if (arrived) {
      items.putAll(LastArrivals.ofItems(connection, before, study));
    }
    chosen.forEach(one -> items.put(one.itemKey, study.lastReceivedAt()));
    long mediumKey = study.mediumKey();
    for (Map.Entry<Long, Instant> entry : items.entrySet()) {
      Optional<WorklistItem> item =
          WorklistRows.lock(connection, study.organizationKey(), entry.getKey());
      boolean newlyLinked = link(entry.getKey());
      if (item.isPresent() && (newlyLinked || isLater(entry.getValue(), item.get()))) {
        mediumKey = joined(item.get(), mediumKey);
        events.addAll(
            ItemArrivals.matched(connection, item.get(), mediumKey, entry.getValue(), now));
      }
    }
  }

  /**
   * Once its item is locked: its steps are no others any more. One that was deleted meanwhile is
   * linked as well: the event of that is still to come, and releases what it finds.
   */
  private boolean link(long itemKey) throws SQLException {
    List<Chosen> ofItem = chosen.stream().filter(one -> one.itemKey == itemKey).toList();
    if (ofItem.isEmpty()) {
      return false;
    }
    List<ScheduledStep> steps = WorklistRows.steps(connection, itemKey);
    List<WorklistLink> made = ofItem.stream().map(one -> link(one, steps)).toList();
    WorklistLinks.insert(connection, made);
    links.addAll(made);
    return true;
  }

  private WorklistLink link(Chosen one, List<ScheduledStep> steps) {
    return new WorklistLink(
        one.series.seriesKey(),
        one.itemKey,
        study.organizationKey(),
        study.studyKey(),
        Steps.of(steps, one.series),
        one.grade,
        one.decisionKey,
        now);
  }

  /** The medium of the study from then on: that of an agent who spoke of it before it came. */
  private long joined(WorklistItem item, long mediumKey) throws SQLException {
    String uid = item.procedure().studyInstanceUid();
    boolean joins =
        item.mediumKey() != null
            && item.mediumKey() != mediumKey
            && MediumRows.join(
                connection, item.organizationKey(), item.mediumKey(), uid, mediumKey, now);
    if (!joins) {
      return mediumKey;
    }
    events.add(
        new NewEvent(
            study.organizationKey(),
            EventType.MEDIUM_UPDATED,
            study.patientKey(),
            study.studyKey(),
            item.mediumKey(),
            null,
            null,
            null));
    return item.mediumKey();
  }

  private static boolean isLater(Instant at, WorklistItem item) {
    Instant last = item.progress().lastArrivedAt();
    return last == null || at.isAfter(last);
  }

  private void tellInbox(List<WorklistLink> before) throws SQLException {
    boolean unorderedWait = !unordered.isEmpty() && isToBeLookedAt();
    if (waiting.isEmpty() && !unorderedWait) {
      settle(before);
      return;
    }
    InboxReason reason = InboxReason.ORDER_UNMATCHED;
    String why = "no_order";
    Map<Long, Proposal> proposals = new LinkedHashMap<>();
    List<Long> seriesKeys = new ArrayList<>();
    for (Map.Entry<ArrivedSeries, Verdict.Waits> entry : waiting.entrySet()) {
      Verdict.Waits waits = entry.getValue();
      if (why.equals("no_order") || waits.reason().compareTo(reason) > 0) {
        reason = waits.reason();
        why = waits.why();
      }
      seriesKeys.add(entry.getKey().seriesKey());
      for (Candidate candidate : waits.candidates()) {
        proposals.merge(
            candidate.item().worklistItemKey(),
            Proposal.of(candidate, entry.getKey()),
            (one, other) -> other.grade().compareTo(one.grade()) < 0 ? other : one);
      }
    }
    unordered.forEach(series -> seriesKeys.add(series.seriesKey()));
    List<Proposal> best =
        proposals.values().stream().sorted(Comparator.comparing(Proposal::grade)).toList();
    Optional<RefusedLink> last = refused.stream().findFirst();
    events.addAll(inbox.propose(reason, why, last, seriesKeys.stream().sorted().toList(), best));
  }

  private boolean isToBeLookedAt() throws SQLException {
    return switch (rules.withoutOrder()) {
      case INBOX -> true;
      case AUTO -> {
        LocalDate day = study.day(rules);
        yield WorklistLists.isAnyOrdered(
            connection,
            study.organizationKey(),
            day.minusDays(ORDERED_DAYS),
            day.plusDays(ORDERED_DAYS));
      }
      case ITEM, NOTHING -> false;
    };
  }

  /** Nothing waits any more: it belongs to items, or is only kept. */
  private void settle(List<WorklistLink> before) throws SQLException {
    Optional<WorklistLink> link = Stream.concat(links.stream(), before.stream()).findFirst();
    events.addAll(inbox.settle(link.map(one -> "linked: " + one.grade()).orElse("no_order")));
  }
}
