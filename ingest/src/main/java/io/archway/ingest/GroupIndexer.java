package io.archway.ingest;

import io.archway.index.database.IndexUnavailableException;
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
 * alone. Its record stays in the log, where a later reindex tries it again.
 */
record GroupIndexer(Catalog catalog) {
  private static final Logger LOG = LoggerFactory.getLogger(GroupIndexer.class);

  /**
   * @param awaitDurable returns when the rows' objects are durable; throws when they will not be
   * @return in the order of the rows; null for one that cannot be indexed
   * @throws IndexUnavailableException when the index is away
   */
  List<Outcome> index(List<IndexedArrival> rows, LogPosition end, Runnable awaitDurable) {
    try {
      return catalog.index(rows, end, awaitDurable);
    } catch (IndexUnavailableException e) {
      throw e;
    } catch (RuntimeException e) {
      awaitDurable.run();
      LOG.warn("a group of {} is indexed one by one: {}", rows.size(), e.toString());
    }
    List<Outcome> outcomes = new ArrayList<>(rows.size());
    for (IndexedArrival row : rows) {
      outcomes.add(indexAlone(row));
    }
    catalog.index(List.of(), end);
    return outcomes;
  }

  /**
   * Leaves the log's position where it is: until all of the group are tried, a crash begins it
   * again.
   */
  private Outcome indexAlone(IndexedArrival row) {
    try {
      return catalog.index(List.of(row), LogPosition.START).get(0);
    } catch (IndexUnavailableException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.error("{} cannot be indexed", row.sopInstanceUid(), e);
      return null;
    }
  }
}
