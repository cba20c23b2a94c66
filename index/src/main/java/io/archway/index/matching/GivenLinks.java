package io.archway.index.matching;

import io.archway.index.event.NewEvent;
import io.archway.index.medium.Medium;
import io.archway.index.medium.MediumRows;
import io.archway.index.study.DicomDates;
import io.archway.index.study.PatientAttributes;
import io.archway.index.worklist.MatchGrade;
import io.archway.index.worklist.ScheduledStep;
import io.archway.index.worklist.WorklistItem;
import io.archway.index.worklist.WorklistLink;
import io.archway.index.worklist.WorklistLinks;
import io.archway.index.worklist.WorklistPatient;
import io.archway.index.worklist.WorklistRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Images and files that somebody gives for an item which they name: the item follows as it does
 * when the gateway links by itself, and so do later images of a study. Images that certainly name
 * another order stay with that, whether {@link Matching} saw them before or not. Within the
 * caller's transaction, which holds its position.
 */
public final class GivenLinks {
  /**
   * What became of it.
   *
   * @param linked whether it belongs to the item now
   * @param changed whether it did not before
   */
  public record Given(boolean linked, boolean changed, List<NewEvent> events) {
    public Given {
      events = List.copyOf(events);
    }

    private static Given unchanged(boolean linked) {
      return new Given(linked, false, List.of());
    }
  }

  private GivenLinks() {}

  /** More of Patient ID, name and birth date differs than agrees. */
  public static boolean contradicts(PatientAttributes said, WorklistPatient ordered) {
    return Resemblance.contradicts(
        new PatientSaid(
            text(said.patientId()), text(said.name()), DicomDates.date(said.birthDate())),
        ordered);
  }

  private static String text(String said) {
    return said == null ? "" : said.strip();
  }

  /**
   * Gives all series of a study that belong to no item yet, unless the study belongs to somebody
   * else: what it says of itself led here, but a conflict or a decision may have put it elsewhere.
   *
   * @param item as locked
   * @param ordered the item's patient
   */
  public static Given study(
      Connection connection, WorklistItem item, WorklistPatient ordered, long studyKey, Instant now)
      throws SQLException {
    Optional<ArrivedStudy> found =
        ArrivedStudy.find(connection, studyKey)
            .filter(study -> study.organizationKey() == item.organizationKey());
    if (found.isEmpty()) {
      return Given.unchanged(false);
    }
    ArrivedStudy study = found.get();
    List<WorklistLink> before = WorklistLinks.ofStudy(connection, studyKey);
    List<WorklistLink> links =
        Resemblance.contradicts(study, ordered)
            ? List.of()
            : links(connection, item, study, before, now);
    boolean linked = !links.isEmpty() || before.stream().anyMatch(link -> isOf(link, item));
    if (links.isEmpty()) {
      return Given.unchanged(linked);
    }
    WorklistLinks.insert(connection, links);
    return new Given(
        true, true, arrived(connection, item, study.mediumKey(), study.lastReceivedAt(), now));
  }

  private static boolean isOf(WorklistLink link, WorklistItem item) {
    return link.worklistItemKey() == item.worklistItemKey();
  }

  private static List<WorklistLink> links(
      Connection connection,
      WorklistItem item,
      ArrivedStudy study,
      List<WorklistLink> before,
      Instant now)
      throws SQLException {
    List<ScheduledStep> steps = WorklistRows.steps(connection, item.worklistItemKey());
    List<WorklistLink> links = new ArrayList<>();
    for (ArrivedSeries series : study.series()) {
      boolean isFree = before.stream().noneMatch(link -> link.seriesKey() == series.seriesKey());
      if (isFree && !isOfAnother(connection, item, study, series)) {
        links.add(
            new WorklistLink(
                series.seriesKey(),
                item.worklistItemKey(),
                item.organizationKey(),
                study.studyKey(),
                Steps.of(steps, series),
                MatchGrade.DECIDED,
                null,
                now));
      }
    }
    return links;
  }

  private static boolean isOfAnother(
      Connection connection, WorklistItem item, ArrivedStudy study, ArrivedSeries series)
      throws SQLException {
    return Judgement.of(series, Candidates.named(connection, study, series))
            instanceof Verdict.Linked linked
        && linked.to().item().worklistItemKey() != item.worklistItemKey()
        && RefusedLink.ofStudy(connection, study).stream()
            .noneMatch(one -> one.worklistItemKey() == linked.to().item().worklistItemKey());
  }

  /**
   * Gives a file that is a medium of its own to an item of its patient that has none.
   *
   * @param item as locked
   */
  public static Given file(Connection connection, WorklistItem item, Medium file, Instant now)
      throws SQLException {
    long mediumKey = file.mediumKey();
    boolean has = item.mediumKey() != null && !MediumRows.isExternal(connection, item.mediumKey());
    return has || file.patientKey() != item.patientKey()
        ? Given.unchanged(item.mediumKey() != null && item.mediumKey() == mediumKey)
        : new Given(true, true, arrived(connection, item, mediumKey, now, now));
  }

  private static List<NewEvent> arrived(
      Connection connection, WorklistItem item, long mediumKey, Instant at, Instant now)
      throws SQLException {
    return ItemArrivals.arrived(
        connection, DecidedLinks.withoutExternal(connection, item), mediumKey, at, now);
  }
}
