package io.archway.http.patients;

import io.archway.http.kernel.Problem;
import io.archway.http.kernel.ProblemType;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;

/**
 * Who may import over HTTP: one file of an organization at a time, few in all, and each for a
 * limited time, however slowly it comes. Any thread.
 */
final class ImportPlaces {
  static final int MAX_PLACES = 4;
  private static final long RETRY_AFTER_SECONDS = 30;

  private final InstantSource clock;
  private final Duration longest;
  private final Set<Long> organizations = new HashSet<>();

  ImportPlaces(InstantSource clock, Duration longest) {
    this.clock = clock;
    this.longest = longest;
  }

  /** Throws 503 where the organization imports another file, or too many do. */
  synchronized Place take(long organizationKey) {
    if (organizations.size() == MAX_PLACES || !organizations.add(organizationKey)) {
      throw Problem.unavailable("Another file is being imported.", RETRY_AFTER_SECONDS)
          .toException();
    }
    return new Place(organizationKey, clock.instant().plus(longest));
  }

  private synchronized void leave(long organizationKey) {
    organizations.remove(organizationKey);
  }

  /** One import's, until it is closed; closing it again does nothing. Any thread. */
  final class Place implements AutoCloseable {
    private final long organizationKey;
    private final Instant end;
    private boolean closed;

    private Place(long organizationKey, Instant end) {
      this.organizationKey = organizationKey;
      this.end = end;
    }

    /** Throws 408 once the file takes too long. */
    void checkTime(String taken) {
      if (clock.instant().isAfter(end)) {
        throw Problem.of(
                ProblemType.REQUEST_TIMEOUT,
                "file: %d s are over%s (expected: all of it by then)"
                    .formatted(longest.toSeconds(), taken))
            .toException();
      }
    }

    @Override
    public synchronized void close() {
      if (!closed) {
        closed = true;
        leave(organizationKey);
      }
    }
  }
}
