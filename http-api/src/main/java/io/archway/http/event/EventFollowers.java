package io.archway.http.event;

import io.archway.http.kernel.OpenStream;
import io.archway.http.kernel.Principal;
import io.archway.index.access.Visibility;
import io.archway.index.database.Database;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * All who follow events, served by one thread that looks for new ones after each commit of this
 * process, and now and then for those of other gateways. Thread-safe.
 */
public final class EventFollowers implements AutoCloseable {

  private final FollowerLimits limits;
  private final FollowerPlaces places;
  private final LastingEvents events;
  private final EventPoller poller;

  public EventFollowers(Database database, FollowerLimits limits) {
    this.limits = limits;
    this.places = new FollowerPlaces(limits);
    this.events = new LastingEvents(database);
    this.poller = new EventPoller(events, limits);
    database.onCommit(poller::wake);
  }

  public void start() {
    poller.start();
  }

  @Override
  public void close() {
    poller.close(0);
  }

  /**
   * Ends every stream, then the thread.
   *
   * @param timeoutMillis 0 for as long as it takes
   * @return false where that takes longer; it may still end
   */
  public boolean close(long timeoutMillis) {
    return poller.close(timeoutMillis);
  }

  /** Streams at this time. */
  public int count() {
    return places.taken();
  }

  /**
   * A stream of the events of the caller's organization that they see; throws 429 or 503 if there
   * are too many.
   *
   * @param after the number of the last event the caller has seen; null to begin now
   * @param visible what they see, asked again and again; the stream ends when it is null
   */
  public OpenStream follow(Principal principal, Long after, Supplier<Visibility> visible) {
    FollowerPlaces.Owner owner = FollowerPlaces.Owner.of(principal);
    places.enter(owner);
    try {
      long last = events.last();
      Runnable leave = () -> places.leave(owner);
      return new Stream(principal.organizationKey(), after, last, visible, leave);
    } catch (RuntimeException e) {
      places.leave(owner);
      throw e;
    }
  }

  /**
   * Tells a watcher of the events of an organization that it sees, beginning soon. Whoever calls
   * has seen to it that there are not too many. Any thread; returns at once.
   */
  public void watch(long organizationKey, Watcher watcher) {
    poller.add(
        new Follower(
            limits,
            new WatcherOutlet(watcher),
            organizationKey,
            Follower.NOW,
            watcher::visible,
            poller::wake));
  }

  /** There is room for more, or a watcher is not open any more. Any thread; returns at once. */
  public void wake() {
    poller.wake();
  }

  private final class Stream implements OpenStream {

    private final long organizationKey;
    private final boolean known;
    private final long position;
    private final Supplier<Visibility> visible;
    private final Runnable leave;
    private final AtomicBoolean left = new AtomicBoolean();

    Stream(
        long organizationKey, Long after, long last, Supplier<Visibility> visible, Runnable leave) {
      this.organizationKey = organizationKey;
      this.known = after == null || after <= last;
      this.position = after != null && known ? after : last;
      this.visible = visible;
      this.leave = leave;
    }

    @Override
    public void start(Sink sink) {
      Follower follower =
          new Follower(
              limits, new StreamOutlet(sink), organizationKey, position, visible, poller::wake);
      sink.onDrained(follower::drained);
      sink.offer(known ? EventText.opening(position) : EventText.reset(position));
      poller.add(follower);
    }

    @Override
    public void released() {
      if (left.compareAndSet(false, true)) {
        leave.run();
        poller.wake();
      }
    }
  }
}
