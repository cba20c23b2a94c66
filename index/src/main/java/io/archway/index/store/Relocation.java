package io.archway.index.store;

import java.io.IOException;
import java.util.Collection;
import java.util.List;

/** Told by compaction that objects lie elsewhere now. */
@FunctionalInterface
public interface Relocation {

  /** One object that was copied. */
  record Moved(long recordNumber, ObjectLocation from, ObjectLocation to) {}

  /**
   * Must have the new locations durably in the index before it returns: the old ones vanish then.
   *
   * @return record numbers that are no longer in the index (deleted meanwhile); their copies get a
   *     tombstone
   */
  Collection<Long> onMoved(List<Moved> moved, LogPosition end) throws IOException;
}
