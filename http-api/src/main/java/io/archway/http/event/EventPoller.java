package io.archway.http.event;

import io.archway.index.access.Visibility;
import io.archway.index.database.IndexUnavailableException;
import io.archway.index.event.Event;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that reads events for all followers: once for those of an organization who have got
 * equally far. Asks the database nothing while nobody follows. Never interrupted.
 */
final class EventPoller {

  private static final Logger LOG = LoggerFactory.getLogger(EventPoller.class);

  private final LastingEvents events;
  private final FollowerLimits limits;
  private final Thread thread;
  private final List<Follower> followers = new ArrayList<>();

  private final Object lock = new Object();
  private final List<Follower> added = new ArrayList<>();
  private boolean woken;
  private boolean stopping;

  private boolean away;

  EventPoller(LastingEvents events, FollowerLimits limits) {
    this.events = events;
    this.limits = limits;
    this.thread = new Thread(this::run, "event-poller");
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** False where the thread has not ended by then; 0 is for ever. */
  boolean close(long timeoutMillis) {
    synchronized (lock) {
      stopping = true;
      lock.notifyAll();
    }
    try {
      thread.join(timeoutMillis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return !thread.isAlive();
  }

  void add(Follower follower) {
    synchronized (lock) {
      if (!stopping) {
        added.add(follower);
        woken = true;
        lock.notifyAll();
        return;
      }
    }
    follower.close();
  }

  /** There may be more to send, or room for it. Any thread; returns at once. */
  void wake() {
    synchronized (lock) {
      woken = true;
      lock.notifyAll();
    }
  }

  private void run() {
    boolean more = false;
    while (awaitWork(more)) {
      long began = System.nanoTime();
      more = serve();
      followers.forEach(Follower::beat);
      followers.removeIf(follower -> !follower.isOpen());
      if (!more) {
        settle(began);
      }
    }
    followers.forEach(Follower::close);
  }

  /** False when the gateway stops. */
  private boolean awaitWork(boolean more) {
    synchronized (lock) {
      long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limits.pollMillis());
      while (!stopping && followers.isEmpty() && added.isEmpty()) {
        waitNanos(0);
      }
      for (long left = end - System.nanoTime(); left > 0 && !stopping && !more && !woken; ) {
        waitNanos(left);
        left = end - System.nanoTime();
      }
      woken = false;
      followers.addAll(added);
      added.clear();
      return !stopping;
    }
  }

  /** What is committed meanwhile is read together; a stop is not held up. */
  private void settle(long beganNanos) {
    long end = beganNanos + TimeUnit.MILLISECONDS.toNanos(limits.settleMillis());
    synchronized (lock) {
      for (long left = end - System.nanoTime(); left > 0 && !stopping; ) {
        waitNanos(left);
        left = end - System.nanoTime();
      }
    }
  }

  /** Holding the lock; 0 is for ever. */
  private void waitNanos(long nanos) {
    try {
      if (nanos == 0) {
        lock.wait();
      } else {
        TimeUnit.NANOSECONDS.timedWait(lock, nanos);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts this thread", e);
    }
  }

  /** True if there is more to send at once. */
  private boolean serve() {
    if (followers.isEmpty()) {
      return false;
    }
    try {
      followers.forEach(Follower::check);
      long last = events.last();
      followers.forEach(follower -> follower.begin(last));
      boolean more = send(last);
      away = false;
      return more;
    } catch (IndexUnavailableException e) {
      if (!away) {
        LOG.warn("events are sent again when the index is back", e);
        away = true;
      }
    } catch (RuntimeException e) {
      LOG.error("streams of events end: {}", followers.size(), e);
      followers.forEach(Follower::close);
    }
    return false;
  }

  private record Place(long organizationKey, long position) {}

  private boolean send(long last) {
    Map<Place, List<Follower>> behind = new LinkedHashMap<>();
    for (Follower follower : followers) {
      if (follower.position() < last && follower.visible() != null && follower.canTake()) {
        Place place = new Place(follower.organizationKey, follower.position());
        behind.computeIfAbsent(place, one -> new ArrayList<>()).add(follower);
      }
    }
    boolean more = false;
    for (Map.Entry<Place, List<Follower>> entry : behind.entrySet()) {
      more |= send(entry.getKey(), last, entry.getValue());
    }
    return more;
  }

  private boolean send(Place place, long last, List<Follower> equallyFar) {
    int most = limits.batchLength();
    List<Event> batch = events.between(place.organizationKey(), place.position(), last, most);
    List<Told> texts = batch.stream().map(Told::of).toList();
    Map<Visibility, Set<Long>> seen = new HashMap<>();
    for (Follower follower : equallyFar) {
      seen.computeIfAbsent(follower.visible(), visible -> events.visible(batch, visible));
    }
    if (place.position() < events.forgotten()) { // asked when the batch was read: it may lack some
      equallyFar.forEach(follower -> follower.reset(last));
      return false;
    }
    boolean complete = batch.size() < most;
    boolean more = false;
    for (Follower follower : equallyFar) {
      Set<Long> own = seen.get(follower.visible());
      boolean all = texts.stream().allMatch(text -> send(text, own, follower));
      if (all && complete) {
        follower.reached(last);
      }
      more |= all && !complete;
    }
    return more;
  }

  private static boolean send(Told told, Set<Long> seen, Follower follower) {
    if (seen.contains(told.number())) {
      return follower.offer(told);
    }
    follower.reached(told.number());
    return true;
  }
}
