package io.archway.worklist;

import io.archway.index.database.Database;
import io.archway.index.device.Device;
import io.archway.index.device.DeviceDao;
import io.archway.index.organization.OrganizationDao;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jdbi.v3.core.Handle;

/**
 * The office of a calling device, which is recorded when it first asks, so that somebody can assign
 * it. Remembers for a short while. Blocks; thread-safe.
 */
final class Callers {
  private static final long REMEMBER_NANOS = 5_000_000_000L;
  private static final int MAX_REMEMBERED = 10_000;
  private static final String DIMSE = "dimse";

  private record Caller(long organizationKey, String aeTitle, String address) {}

  private record Remembered(long officeKey, long untilNanos) {}

  private final Database database;
  private final InstantSource clock;
  private final ConcurrentMap<Caller, Remembered> offices = new ConcurrentHashMap<>();

  Callers(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  long officeOf(long organizationKey, String callingAeTitle, String address) {
    Caller caller = new Caller(organizationKey, callingAeTitle, address);
    Remembered remembered = offices.get(caller);
    if (remembered != null && System.nanoTime() - remembered.untilNanos < 0) {
      return remembered.officeKey;
    }
    long officeKey = find(caller).orElseGet(() -> record(caller));
    if (offices.size() >= MAX_REMEMBERED) {
      offices.clear();
    }
    offices.put(caller, new Remembered(officeKey, System.nanoTime() + REMEMBER_NANOS));
    return officeKey;
  }

  private Optional<Long> find(Caller caller) {
    return database.read(handle -> find(handle, caller));
  }

  private static Optional<Long> find(Handle handle, Caller caller) {
    return handle
        .attach(DeviceDao.class)
        .find(caller.organizationKey, DIMSE, caller.aeTitle, caller.address)
        .map(Device::officeKey);
  }

  private long record(Caller caller) {
    Instant now = clock.instant();
    return database.inTransaction(
        handle -> {
          handle
              .attach(DeviceDao.class)
              .insert(
                  caller.organizationKey,
                  office(handle, caller),
                  DIMSE,
                  caller.aeTitle,
                  caller.address,
                  now);
          return find(handle, caller).orElseThrow();
        });
  }

  /** A known AE title at a new address is in its office still, if that is one; as for arrivals. */
  private static long office(Handle handle, Caller caller) {
    List<Long> known =
        handle.attach(DeviceDao.class).officesOf(caller.organizationKey, caller.aeTitle);
    if (known.size() == 1 && !caller.aeTitle.isEmpty()) {
      return known.get(0);
    }
    return handle
        .attach(OrganizationDao.class)
        .defaultOfficeKey(caller.organizationKey)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "offices of organization " + caller.organizationKey + ": 0 (expected: >= 1)"));
  }
}
