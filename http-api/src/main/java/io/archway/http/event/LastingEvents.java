package io.archway.http.event;

import io.archway.index.access.Visibility;
import io.archway.index.database.Database;
import io.archway.index.event.Event;
import io.archway.index.event.EventDao;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Events that no power cut takes back. H2 shows what it has committed before it is on the disk;
 * after a crash the numbers of lost events would be given to others, and followers who saw the
 * first would miss the second. Thread-safe.
 */
final class LastingEvents {

  private final Database database;
  private long lasting = -1;

  LastingEvents(Database database) {
    this.database = database;
  }

  /** The number up to which all events are there to stay. */
  synchronized long last() {
    long before = database.setbacks();
    long last = database.read(handle -> handle.attach(EventDao.class).lastNumber());
    if (last != lasting) {
      database.force(before);
      lasting = last;
    }
    return last;
  }

  /** The number up to which no events are kept any more. */
  long forgotten() {
    return database.read(handle -> handle.attach(EventDao.class).forgotten());
  }

  /** Events of an organization after a number and up to one that {@link #last} gave. */
  List<Event> between(long organizationKey, long after, long upTo, int most) {
    return database
        .read(handle -> handle.attach(EventDao.class).afterOf(organizationKey, after, most))
        .stream()
        .takeWhile(event -> event.eventNumber() <= upTo)
        .toList();
  }

  /** The numbers of those among them that somebody sees. */
  Set<Long> visible(List<Event> batch, Visibility visible) {
    if (batch.isEmpty() || visible.isAll()) {
      return batch.stream().map(Event::eventNumber).collect(Collectors.toSet());
    }
    long first = batch.get(0).eventNumber();
    long last = batch.get(batch.size() - 1).eventNumber();
    long organizationKey = batch.get(0).organizationKey();
    return Set.copyOf(
        database.read(
            handle ->
                handle.attach(EventDao.class).visible(organizationKey, first, last, visible)));
  }
}
