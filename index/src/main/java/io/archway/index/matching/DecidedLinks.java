package io.archway.index.matching;

import io.archway.index.event.NewEvent;
import io.archway.index.medium.MediumRows;
import io.archway.index.worklist.MatchGrade;
import io.archway.index.worklist.WorklistItem;
import io.archway.index.worklist.WorklistLink;
import io.archway.index.worklist.WorklistLinks;
import io.archway.index.worklist.WorklistRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Links that a person makes: the item follows as it does when the gateway links by itself, and so
 * do later images of the study. Within the caller's transaction, which holds the position of {@link
 * Matching} so that nobody else links meanwhile.
 */
public final class DecidedLinks {
  /** What was linked, and the events of it. */
  public record Linked(long mediumKey, List<NewEvent> events) {
    public Linked {
      events = List.copyOf(events);
    }
  }

  private DecidedLinks() {}

  /**
   * Links all series of a study that belong to no item yet.
   *
   * @param item as locked
   * @return empty where there is no such series (any more)
   */
  public static Optional<Linked> link(
      Connection connection, WorklistItem item, long studyKey, long decisionKey, Instant now)
      throws SQLException {
    Optional<ArrivedStudy> study =
        ArrivedStudy.find(connection, studyKey)
            .filter(found -> found.organizationKey() == item.organizationKey());
    if (study.isEmpty()) {
      return Optional.empty();
    }
    Set<Long> linked =
        WorklistLinks.ofStudy(connection, studyKey).stream()
            .map(WorklistLink::seriesKey)
            .collect(Collectors.toSet());
    var steps = WorklistRows.steps(connection, item.worklistItemKey());
    List<WorklistLink> links =
        study.get().series().stream()
            .filter(series -> !linked.contains(series.seriesKey()))
            .map(
                series ->
                    new WorklistLink(
                        series.seriesKey(),
                        item.worklistItemKey(),
                        item.organizationKey(),
                        studyKey,
                        Steps.of(steps, series),
                        MatchGrade.DECIDED,
                        decisionKey,
                        now))
            .toList();
    if (links.isEmpty()) {
      return Optional.empty();
    }
    WorklistLinks.insert(connection, links);
    long medium = study.get().mediumKey();
    return Optional.of(
        new Linked(
            medium,
            ItemArrivals.arrived(
                connection,
                withoutExternal(connection, item),
                medium,
                study.get().lastReceivedAt(),
                now)));
  }

  /** Whether series came to be linked after that time, or more images of those that were. */
  public static boolean moreCame(Connection connection, List<WorklistLink> links, Instant since)
      throws SQLException {
    return links.stream().anyMatch(link -> link.linkedAt().isAfter(since))
        || LastArrivals.ofSeries(connection, links).values().stream()
            .anyMatch(last -> last.isAfter(since));
  }

  /** Devices may have said more by MPPS while images said more than they. */
  public static void catchUp(Connection connection, WorklistItem item, Instant now)
      throws SQLException {
    PerformedSteps.refresh(connection, item, now);
  }

  /** Images that are here are shown before those that an agent says lie elsewhere. */
  static WorklistItem withoutExternal(Connection connection, WorklistItem item)
      throws SQLException {
    boolean external =
        item.mediumKey() != null && MediumRows.isExternal(connection, item.mediumKey());
    return external ? item.edit().medium(null).build() : item;
  }
}
