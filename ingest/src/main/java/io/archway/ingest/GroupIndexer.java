package io.archway.ingest;

import io.archway.index.database.Database;
import io.archway.index.store.LogPosition;
import io.archway.index.study.IndexedArrival;
import io.archway.index.study.Outcome;
import io.archway.ingest.catalog.Catalog;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Indexes a group in one transaction; if that fails, one by one, so that one bad object fails
 * alone: it goes to quarantine. What fails for a reason that passes is not passed over.
 */
record GroupIndexer(Catalog catalog) {
  private static final Logger LOG = LoggerFactory.getLogger(GroupIndexer.class);

  /**
   * @return in the order of the rows
   * @throws RuntimeException when the same may succeed later; the log's position stays
   */
  List<Outcome> index(List<IndexedArrival> rows, LogPosition end) {
    try {
      return told(rows, catalog.index(rows, end));
    } catch (RuntimeException e) {
      if (Database.isPassing(e)) {
        throw e;
      }
      LOG.warn("a group of {} is indexed one by one: {}", rows.size(), e.toString());
    }
    List<Outcome> outcomes = new ArrayList<>(rows.size());
    for (IndexedArrival row : rows) {
      outcomes.add(indexAlone(row));
    }
    catalog.index(List.of(), end);
    return told(rows, outcomes);
  }

  /** What the log keeps and nobody is shown. */
  private static List<Outcome> told(List<IndexedArrival> rows, List<Outcome> outcomes) {
    for (int i = 0; i < rows.size(); i++) {
      if (outcomes.get(i).kind() == Outcome.Kind.REFUSED) {
        LOG.error("{} is in the log and of no organization", rows.get(i).sopInstanceUid());
      }
    }
    return outcomes;
  }

  /**
   * Leaves the log's position where it is: until all of the group are tried, a crash begins it
   * again.
   */
  private Outcome indexAlone(IndexedArrival row) {
    try {
      return catalog.index(List.of(row), LogPosition.START).get(0);
    } catch (RuntimeException e) {
      if (Database.isPassing(e)) {
        throw e;
      }
      LOG.error("{} cannot be indexed and goes to quarantine", row.sopInstanceUid(), e);
      IndexedArrival kept = row.withoutHeader("its rows cannot be written");
      return catalog.index(List.of(kept), LogPosition.START).get(0);
    }
  }
}
