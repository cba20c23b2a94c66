package io.archway.index.store;

import java.io.IOException;

/** Sees the log in its order. */
public interface ReplayVisitor {

  /**
   * One record.
   *
   * @param next the position behind it, from which a later replay would go on
   */
  void onRecord(LogRecord record, LogPosition next) throws IOException;

  /** A stretch that could not be read. The replay goes on at the next record that can. */
  void onDamage(Damage damage) throws IOException;
}
