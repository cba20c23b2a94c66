package io.archway.index.matching;

import io.archway.index.database.Binding;
import io.archway.index.database.Keys;
import io.archway.index.database.Reading;
import io.archway.index.database.Statements;
import io.archway.index.event.NewEvent;
import io.archway.index.worklist.ItemStatus;
import io.archway.index.worklist.Origin;
import io.archway.index.worklist.Progress;
import io.archway.index.worklist.ScanStatus;
import io.archway.index.worklist.WorklistItem;
import io.archway.index.worklist.WorklistLink;
import io.archway.index.worklist.WorklistLinks;
import io.archway.index.worklist.WorklistRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Links that a person takes back: the item becomes what it would be without the images, which wait
 * in the inbox from then on. Within the caller's transaction, which holds the position of {@link
 * Matching} so that nobody else links meanwhile.
 */
public final class TakenLinks {
  /** Who follows the events says the day in the gateway's zone a moment later. */
  private static final MatchingRules AT_ONCE =
      new MatchingRules(Duration.ZERO, MatchingRules.WithoutOrder.INBOX, ZoneOffset.UTC);

  private static final String ARRIVED =
      """
      SELECT min(i.received_at), max(i.received_at) FROM instance i WHERE i.series_key IN %s
      """;
  private static final String MEDIUM =
      "SELECT m.medium_key FROM medium m WHERE m.study_key = ? AND m.deleted_at IS NULL";
  private static final String IS_THERE =
      "SELECT m.medium_key FROM medium m WHERE m.medium_key = ? AND m.deleted_at IS NULL";

  /**
   * What was taken.
   *
   * @param item as it was
   * @param left as it is now
   */
  public record Taken(
      long mediumKey, List<WorklistLink> links, WorklistItem item, WorklistItem left) {
    public Taken {
      links = List.copyOf(links);
    }
  }

  private record Span(Instant first, Instant last) {}

  private TakenLinks() {}

  /** Links of a study with an item, none where its images are others'. */
  public static List<WorklistLink> of(Connection connection, WorklistItem item, long studyKey)
      throws SQLException {
    return WorklistLinks.ofItem(connection, item.worklistItemKey()).stream()
        .filter(link -> link.studyKey() == studyKey)
        .toList();
  }

  /**
   * Takes the images of a study from an item.
   *
   * @param item as locked
   * @param shownBefore the medium that the item showed before these images came, if known
   * @param why an item that was made for these images alone is cancelled
   */
  public static Taken take(
      Connection connection,
      WorklistItem item,
      long mediumKey,
      List<WorklistLink> links,
      Long shownBefore,
      String why,
      Instant now)
      throws SQLException {
    List<WorklistLink> rest =
        WorklistLinks.ofItem(connection, item.worklistItemKey()).stream()
            .filter(link -> !links.contains(link))
            .toList();
    WorklistLinks.delete(connection, links);
    WorklistItem left = without(connection, item, mediumKey, rest, shownBefore, why, now);
    WorklistRows.update(connection, left, now);
    if (left.scanStatus() != item.scanStatus()) {
      DecidedLinks.catchUp(connection, left, now);
    }
    WorklistItem last =
        WorklistRows.lock(connection, item.organizationKey(), item.worklistItemKey()).orElse(left);
    return new Taken(mediumKey, links, item, last);
  }

  private static WorklistItem without(
      Connection connection,
      WorklistItem item,
      long mediumKey,
      List<WorklistLink> rest,
      Long shownBefore,
      String why,
      Instant now)
      throws SQLException {
    Long shown =
        Objects.equals(item.mediumKey(), mediumKey)
            ? shown(connection, rest, shownBefore)
            : item.mediumKey();
    boolean none = rest.isEmpty() && shown == null;
    Progress progress = progress(connection, item.progress(), rest, none);
    ScanStatus scan = item.scanStatus();
    if (scan.isByImages() && none) {
      scan = ScanStatus.SCHEDULED;
    } else if (scan == ScanStatus.READY && isOfSeveralSteps(connection, item)) {
      scan = ScanStatus.ARRIVED; // one of them may lack its images now
      progress = progress.ready(null);
    }
    boolean needless =
        none
            && item.source().origin() == Origin.WALK_IN
            && item.status() == ItemStatus.PENDING
            && !item.isCancelled();
    if (needless) {
      progress = progress.cancelled(now, why);
    }
    return item.edit().medium(shown).scanStatus(scan).progress(progress).build();
  }

  private static boolean isOfSeveralSteps(Connection connection, WorklistItem item)
      throws SQLException {
    return WorklistRows.steps(connection, item.worklistItemKey()).size() > 1;
  }

  /** That of the images which came first of those that stay, or what was shown before any came. */
  private static Long shown(Connection connection, List<WorklistLink> rest, Long shownBefore)
      throws SQLException {
    List<WorklistLink> inOrder =
        rest.stream()
            .sorted(
                Comparator.comparing(WorklistLink::linkedAt)
                    .thenComparingLong(WorklistLink::seriesKey))
            .toList();
    for (WorklistLink link : inOrder) {
      Optional<Long> medium = key(connection, MEDIUM, link.studyKey());
      if (medium.isPresent()) {
        return medium.get();
      }
    }
    return shownBefore == null ? null : key(connection, IS_THERE, shownBefore).orElse(null);
  }

  private static Optional<Long> key(Connection connection, String sql, long key)
      throws SQLException {
    return Statements.query(connection, sql, binding -> binding.add(key), row -> row.getLong(1))
        .stream()
        .findFirst();
  }

  private static Progress progress(
      Connection connection, Progress was, List<WorklistLink> rest, boolean none)
      throws SQLException {
    Span span = rest.isEmpty() ? new Span(null, null) : span(connection, rest);
    boolean known = none || span.first != null;
    boolean flagged =
        !none
            && was.imagesAfterReportAt() != null
            && (span.last == null
                || was.completedAt() == null
                || span.last.isAfter(was.completedAt()));
    return new Progress(
        known ? later(was.firstArrivedAt(), span.first) : was.firstArrivedAt(),
        known ? earlier(was.lastArrivedAt(), span.last) : was.lastArrivedAt(),
        none ? null : was.readyAt(),
        was.completedAt(),
        flagged ? was.imagesAfterReportAt() : null,
        was.cancelledAt(),
        was.cancelledWhy(),
        was.expiresAt());
  }

  private static Instant later(Instant was, Instant first) {
    return was == null || first == null || first.isAfter(was) ? first : was;
  }

  private static Instant earlier(Instant was, Instant last) {
    return was == null || last == null || last.isBefore(was) ? last : was;
  }

  private static Span span(Connection connection, List<WorklistLink> links) throws SQLException {
    List<Long> series = links.stream().map(WorklistLink::seriesKey).distinct().toList();
    Instant first = null;
    Instant last = null;
    for (Span part :
        Statements.queryIn(
            connection,
            ARRIVED,
            series,
            Binding::addAll,
            row -> {
              Reading reading = new Reading(row);
              return new Span(reading.instant(), reading.instant());
            })) {
      if (part.first != null) {
        first = first == null || part.first.isBefore(first) ? part.first : first;
        last = last == null || part.last.isAfter(last) ? part.last : last;
      }
    }
    return new Span(first, last);
  }

  /**
   * Keeps the item from being linked with the study unasked, and has the study's images wait.
   *
   * @return the events of the inbox
   */
  public static List<NewEvent> refuse(
      Connection connection,
      Keys keys,
      long studyKey,
      long decisionKey,
      long worklistItemKey,
      Long byKey,
      Instant now)
      throws SQLException {
    ArrivedStudy study = ArrivedStudy.find(connection, studyKey).orElseThrow();
    refused(study, decisionKey, worklistItemKey, byKey).insert(connection);
    return new StudyMatching(connection, keys, AT_ONCE, study, now).run(false);
  }

  private static RefusedLink refused(
      ArrivedStudy study, long decisionKey, long worklistItemKey, Long byKey) {
    return new RefusedLink(
        study.organizationKey(), study.studyInstanceUid(), decisionKey, worklistItemKey, byKey);
  }

  /**
   * Gives images back that were taken; those that were deleted meanwhile are not.
   *
   * @return whether they could be: not where they belong to another order by now, or are gone
   */
  public static boolean giveBack(
      Connection connection, long studyKey, long decisionKey, List<WorklistLink> links)
      throws SQLException {
    Optional<ArrivedStudy> study = ArrivedStudy.find(connection, studyKey);
    if (study.isEmpty()) {
      return false;
    }
    Set<Long> there =
        study.get().series().stream().map(ArrivedSeries::seriesKey).collect(Collectors.toSet());
    Set<Long> taken = links.stream().map(WorklistLink::seriesKey).collect(Collectors.toSet());
    boolean elsewhere =
        WorklistLinks.ofStudy(connection, studyKey).stream()
            .anyMatch(link -> taken.contains(link.seriesKey()));
    List<WorklistLink> left =
        links.stream().filter(link -> there.contains(link.seriesKey())).toList();
    if (elsewhere || left.isEmpty() && !links.isEmpty()) {
      return false;
    }
    refused(study.get(), decisionKey, 0, null).delete(connection);
    WorklistLinks.insert(connection, left);
    return true;
  }
}
