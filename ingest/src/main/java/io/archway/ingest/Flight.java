package io.archway.ingest;

import io.archway.index.store.ObjectStore;
import java.util.ArrayList;
import java.util.List;

/**
 * A group of arrivals on its way to the disk: judged, written, not yet forced. One thread has it.
 */
final class Flight {
  /** An arrival and what its sender is told once the log has it. */
  record Accepted(Arrival arrival, Verdict verdict) {}

  /** What a row takes beside the attributes of its object. */
  private static final int ROW_BYTES = 2 << 10;

  /** Without a verdict so far. */
  final List<Arrival> open;

  final List<Accepted> accepted = new ArrayList<>();
  ObjectStore.Appending appending;

  Flight(List<Arrival> group) {
    this.open = new ArrayList<>(group);
  }

  void accept(Arrival arrival, Verdict verdict) {
    accepted.add(new Accepted(arrival, verdict));
  }

  /** Needs no byte of the log. */
  void end(Arrival arrival, Verdict verdict) {
    open.remove(arrival);
    arrival.end(verdict);
  }

  void refuseRest(Verdict.Refused verdict) {
    open.forEach(arrival -> arrival.end(verdict));
    open.clear();
  }

  List<String> sopInstanceUids() {
    return accepted.stream().map(each -> each.arrival().request().sopInstanceUid()).toList();
  }

  /** About what the rows take in memory. */
  long rowBytes() {
    return accepted.stream()
        .mapToLong(each -> ROW_BYTES + each.arrival().content().head().heldBytes())
        .sum();
  }

  long bytes() {
    return accepted.stream().mapToLong(each -> each.arrival().content().length()).sum();
  }
}
