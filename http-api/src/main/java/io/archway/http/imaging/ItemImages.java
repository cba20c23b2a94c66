package io.archway.http.imaging;

import io.archway.index.medium.Medium;
import io.archway.index.study.Series;
import io.archway.index.study.StudyDao;
import io.archway.index.worklist.MatchGrade;
import io.archway.index.worklist.WorklistItem;
import io.archway.index.worklist.WorklistLink;
import io.archway.index.worklist.WorklistLinks;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The images for which an item is made: its own from then on. */
final class ItemImages {

  private static final int MAX_SERIES = 1_000;

  /** What belongs to images but is none. */
  private static final Set<String> NOT_MADE_BY_SCANS =
      Set.of("SR", "PR", "KO", "DOC", "OT", "SEG", "REG", "PLAN", "M3D");

  private ItemImages() {}

  static void link(ItemWork work, WorklistItem item, Medium medium) throws SQLException {
    if (medium == null || medium.studyKey() == null) {
      return;
    }
    List<Series> series =
        work.handle()
            .attach(StudyDao.class)
            .series(item.organizationKey(), medium.studyKey(), MAX_SERIES);
    List<WorklistLink> links =
        series.stream()
            .map(
                one ->
                    new WorklistLink(
                        one.seriesKey(),
                        item.worklistItemKey(),
                        item.organizationKey(),
                        medium.studyKey(),
                        null,
                        MatchGrade.MADE_FOR,
                        null,
                        work.now()))
            .toList();
    WorklistLinks.insert(work.connection(), links);
  }

  /** That of the scan, as far as the images tell. */
  static Optional<String> modality(Medium medium) {
    List<String> modalities = medium == null ? List.of() : medium.modalitiesInStudy();
    return modalities.stream().filter(one -> !NOT_MADE_BY_SCANS.contains(one)).findFirst();
  }
}
