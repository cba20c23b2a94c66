package io.archway.index.matching;

import io.archway.index.database.Keys;
import io.archway.index.event.EventType;
import io.archway.index.event.NewEvent;
import io.archway.index.inbox.InboxReason;
import io.archway.index.medium.MediumRows;
import io.archway.index.worklist.MatchGrade;
import io.archway.index.worklist.WorklistItem;
import io.archway.index.worklist.WorklistLink;
import io.archway.index.worklist.WorklistLinks;
import io.archway.index.worklist.WorklistRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
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
import java.util.stream.Stream;

/**
 * Brings one study together with orders, within the caller's transaction: links what is certain,
 * leaves the rest to a person. Doing it again changes nothing. One use.
 */
final class StudyMatching {
  /** After these the rest of a study goes the same way without asking again. */
  private static final Set<MatchGrade> FOLLOWED =
      EnumSet.of(MatchGrade.DECIDED, MatchGrade.MADE_FOR);

  private final Connection connection;
  private final Keys keys;
  private final MatchingRules rules;
  private final ArrivedStudy study;
  private final Instant now;
  private final Proposals inbox;
  private final List<NewEvent> events = new ArrayList<>();
  private final List<WorklistLink> links = new ArrayList<>();
  private final Map<ArrivedSeries, Verdict> waiting = new LinkedHashMap<>();
  private final List<ArrivedSeries> unordered = new ArrayList<>();

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
    Optional<WorklistLink> followed = followed(before);
    for (ArrivedSeries series : study.series()) {
      if (!linked.contains(series.seriesKey())) {
        if (followed.isPresent()) {
          follow(series, followed.get());
        } else {
          judge(series);
        }
      }
    }
    makeItem();
    WorklistLinks.insert(connection, links);
    tellItems(before, arrived);
    tellInbox(before);
    return events;
  }

  private static Optional<WorklistLink> followed(List<WorklistLink> links) {
    boolean one = links.stream().map(WorklistLink::worklistItemKey).distinct().count() == 1;
    return one && FOLLOWED.contains(links.get(0).grade())
        ? Optional.of(links.get(0))
        : Optional.empty();
  }

  private void follow(ArrivedSeries series, WorklistLink link) throws SQLException {
    Long stepKey =
        Steps.of(WorklistRows.steps(connection, link.worklistItemKey()), series.modality());
    links.add(link(series, link.worklistItemKey(), stepKey, link.grade(), link.decisionKey()));
  }

  private void judge(ArrivedSeries series) throws SQLException {
    Verdict verdict = Judgement.of(series, Candidates.of(connection, rules, study, series));
    if (verdict instanceof Verdict.Linked linked) {
      links.add(
          link(
              series,
              linked.to().item().worklistItemKey(),
              linked.to().stepKey(series.modality()),
              linked.grade(),
              null));
    } else if (verdict instanceof Verdict.Waits) {
      waiting.put(series, verdict);
    } else {
      unordered.add(series);
    }
  }

  private WorklistLink link(
      ArrivedSeries series, long itemKey, Long stepKey, MatchGrade grade, Long decisionKey) {
    return new WorklistLink(
        series.seriesKey(),
        itemKey,
        study.organizationKey(),
        study.studyKey(),
        stepKey,
        grade,
        decisionKey,
        now);
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
      var steps = WorklistRows.steps(connection, itemKey);
      for (ArrivedSeries series : unordered) {
        links.add(
            link(series, itemKey, Steps.of(steps, series.modality()), MatchGrade.MADE_FOR, null));
      }
      events.add(ItemArrivals.event(EventType.ITEM_CREATED, item.get()));
      unordered.clear();
    }
  }

  /** In the order of keys, as everybody locks them. */
  private void tellItems(List<WorklistLink> before, boolean arrived) throws SQLException {
    Map<Long, Instant> items = new TreeMap<>();
    if (arrived) {
      items.putAll(LastArrivals.ofItems(connection, before, study.lastReceivedAt()));
    }
    links.forEach(link -> items.put(link.worklistItemKey(), study.lastReceivedAt()));
    Set<Long> newlyLinked = new TreeSet<>();
    links.forEach(link -> newlyLinked.add(link.worklistItemKey()));
    long mediumKey = study.mediumKey();
    for (Map.Entry<Long, Instant> entry : items.entrySet()) {
      Optional<WorklistItem> item =
          WorklistRows.lock(connection, study.organizationKey(), entry.getKey());
      if (item.isPresent()
          && (newlyLinked.contains(entry.getKey()) || isLater(entry.getValue(), item.get()))) {
        mediumKey = joined(item.get(), mediumKey);
        events.addAll(
            ItemArrivals.arrived(connection, item.get(), mediumKey, entry.getValue(), now));
      }
    }
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
    boolean unorderedWait =
        !unordered.isEmpty() && rules.withoutOrder() == MatchingRules.WithoutOrder.INBOX;
    if (waiting.isEmpty() && !unorderedWait) {
      settle(before);
      return;
    }
    InboxReason reason = InboxReason.ORDER_UNMATCHED;
    String why = "no_order";
    Map<Long, Proposal> proposals = new LinkedHashMap<>();
    List<Long> seriesKeys = new ArrayList<>();
    for (Map.Entry<ArrivedSeries, Verdict> entry : waiting.entrySet()) {
      Verdict.Waits waits = (Verdict.Waits) entry.getValue();
      if (why.equals("no_order") || waits.reason().compareTo(reason) > 0) {
        reason = waits.reason();
        why = waits.why();
      }
      seriesKeys.add(entry.getKey().seriesKey());
      for (Candidate candidate : waits.candidates()) {
        proposals.merge(
            candidate.item().worklistItemKey(),
            Proposal.of(candidate, entry.getKey().modality()),
            (one, other) -> other.grade().compareTo(one.grade()) < 0 ? other : one);
      }
    }
    unordered.forEach(series -> seriesKeys.add(series.seriesKey()));
    List<Proposal> best =
        proposals.values().stream().sorted(Comparator.comparing(Proposal::grade)).toList();
    events.addAll(inbox.propose(reason, why, seriesKeys.stream().sorted().toList(), best));
  }

  /** All belongs to items by now, some of it perhaps by who made one for it. */
  private void settle(List<WorklistLink> before) throws SQLException {
    Optional<WorklistLink> link = Stream.concat(links.stream(), before.stream()).findFirst();
    if (link.isPresent()) {
      events.addAll(inbox.settle("linked: " + link.get().grade()));
    }
  }
}
