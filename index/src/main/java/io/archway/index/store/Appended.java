package io.archway.index.store;

import java.util.List;

/**
 * A group that survives a power cut.
 *
 * @param records in the order of the entries
 * @param end the log's end behind the group; the index stores it with the group's rows
 */
public record Appended(List<LogRecord> records, LogPosition end) {

  public Appended {
    records = List.copyOf(records);
  }
}
