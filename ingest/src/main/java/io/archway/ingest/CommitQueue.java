package io.archway.ingest;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.FutureTask;

/**
 * What waits for the committer's threads, and the flights that are under way, in the log's order.
 *
 * <p>A small group takes as long as the disk's answer, whatever it holds: while one is under way,
 * others gather. A large one takes the disk's bandwidth: the next is begun beside it. Thread-safe.
 */
final class CommitQueue {
  /** So many flights keep a disk busy. */
  static final int MOST_FLIGHTS = 4;

  /** Beside flights of at least so many bytes another is begun. */
  private static final long LARGE_BYTES = 256 << 10;

  private final int maxGroupObjects;
  private final ArrayDeque<Arrival> arrivals = new ArrayDeque<>();
  private final ArrayDeque<FutureTask<?>> tasks = new ArrayDeque<>();
  private final ArrayDeque<Flight> flights = new ArrayDeque<>();
  private long flyingBytes;
  private boolean stopping;

  CommitQueue(int maxGroupObjects) {
    this.maxGroupObjects = maxGroupObjects;
  }

  /** False when nothing is taken any more. */
  synchronized boolean add(Arrival arrival) {
    if (!stopping) {
      arrivals.addLast(arrival);
      notifyAll();
    }
    return !stopping;
  }

  /** False when nothing is taken any more. */
  synchronized boolean add(FutureTask<?> task) {
    if (!stopping) {
      tasks.addLast(task);
      notifyAll();
    }
    return !stopping;
  }

  synchronized void stop() {
    stopping = true;
    notifyAll();
  }

  /** Waits for work that may begin now; false when everything is done and nothing will come. */
  synchronized boolean await() throws InterruptedException {
    while (!(hasWork() && mayBegin()) && !(stopping && !hasWork())) {
      wait();
    }
    return hasWork();
  }

  private boolean hasWork() {
    return !arrivals.isEmpty() || !tasks.isEmpty();
  }

  private boolean mayBegin() {
    return flights.isEmpty() || flyingBytes >= LARGE_BYTES && flights.size() < MOST_FLIGHTS;
  }

  synchronized FutureTask<?> nextTask() {
    return tasks.pollFirst();
  }

  /** Of two with one UID only the first: the second is judged when the first is in the index. */
  synchronized List<Arrival> nextGroup() {
    List<Arrival> group = new ArrayList<>();
    Set<String> uids = new HashSet<>();
    while (!arrivals.isEmpty()
        && group.size() < maxGroupObjects
        && uids.add(arrivals.peekFirst().request().sopInstanceUid())) {
      group.add(arrivals.pollFirst());
    }
    return group;
  }

  synchronized void begin(Flight flight) {
    flights.addLast(flight);
    flyingBytes += flight.bytes();
    notifyAll();
  }

  /** Waits until all flights that were begun before this one are over. */
  synchronized void awaitTurn(Flight flight) throws InterruptedException {
    while (flights.peekFirst() != flight) {
      wait();
    }
  }

  synchronized void end(Flight flight) {
    flights.remove(flight);
    flyingBytes -= flight.bytes();
    notifyAll();
  }

  synchronized void awaitNoFlight() throws InterruptedException {
    while (!flights.isEmpty()) {
      wait();
    }
  }
}
