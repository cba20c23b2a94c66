package io.archway.index.store;

import java.io.IOException;

/** Tells compaction which objects the index still has at this very location. */
@FunctionalInterface
public interface Liveness {
  boolean isAlive(LogRecord.Stored record) throws IOException;
}
