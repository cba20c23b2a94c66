package io.archway.index.matching;

import io.archway.index.database.Binding;
import io.archway.index.database.Statements;
import io.archway.index.database.Times;
import io.archway.index.worklist.WorklistLink;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** When items got their last images, where one study may belong to several of them. */
final class LastArrivals {
  private static final String OF_SERIES =
      """
      SELECT series_key, max(received_at) FROM instance WHERE series_key IN %s GROUP BY series_key
      """;

  private LastArrivals() {}

  /** An item whose series got nothing new has the time of its last image. */
  static Map<Long, Instant> ofItems(
      Connection connection, List<WorklistLink> links, ArrivedStudy study) throws SQLException {
    Instant arrivedAt = study.lastReceivedAt();
    Map<Long, Instant> items = new HashMap<>();
    links.forEach(link -> items.put(link.worklistItemKey(), arrivedAt));
    long linked = links.stream().map(WorklistLink::seriesKey).distinct().count();
    if (items.size() < 2 && linked >= study.series().size() && !study.hasReports()) {
      return items; // whatever came is of its series
    }
    items.clear();
    Map<Long, Instant> series = ofSeries(connection, links);
    for (WorklistLink link : links) {
      Instant last = series.get(link.seriesKey());
      if (last != null) {
        items.merge(link.worklistItemKey(), last, (one, other) -> one.isAfter(other) ? one : other);
      }
    }
    return items;
  }

  /** By series; one without images is not in it. */
  static Map<Long, Instant> ofSeries(Connection connection, List<WorklistLink> links)
      throws SQLException {
    Map<Long, Instant> series = new HashMap<>();
    List<Long> keys = links.stream().map(WorklistLink::seriesKey).distinct().toList();
    Statements.queryIn(
        connection,
        OF_SERIES,
        keys,
        Binding::addAll,
        row -> series.put(row.getLong(1), Times.fromColumn(row, 2)));
    return series;
  }
}
