package io.archway.worklist;

import io.archway.dicom.net.Association;
import io.archway.index.database.Database;
import io.archway.index.database.ShortMemory;
import io.archway.index.device.DeviceDao;
import io.archway.index.organization.OrganizationDao;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The calling devices and their devices. A device is recorded when it first comes, so that somebody
 * can assign it. Remembers for a short while. Blocks; thread-safe.
 */
public final class Callers {
  private static final String DIMSE = "dimse";

  private record Caller(long organizationKey, String aeTitle, String address) {}

  /** A device that is recorded, and where it stands. */
  public record CallingDevice(long deviceKey, long officeKey) {}

  private final Database database;
  private final InstantSource clock;
  private final ShortMemory<Caller, CallingDevice> devices;

  public Callers(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
    this.devices = new ShortMemory<>(database);
  }

  public CallingDevice of(long organizationKey, Association association) {
    Caller caller =
        new Caller(
            organizationKey, association.callingAeTitle(), address(association.remoteAddress()));
    return devices
        .get(caller, () -> Optional.of(find(caller).orElseGet(() -> record(caller))))
        .orElseThrow();
  }

  private static String address(InetSocketAddress address) {
    if (address == null) {
      return "";
    }
    return address.getAddress() == null
        ? address.getHostString()
        : address.getAddress().getHostAddress();
  }

  private Optional<CallingDevice> find(Caller caller) {
    return database.read(handle -> find(handle, caller));
  }

  private static Optional<CallingDevice> find(Handle handle, Caller caller) {
    return handle
        .attach(DeviceDao.class)
        .find(caller.organizationKey, DIMSE, caller.aeTitle, caller.address)
        .map(device -> new CallingDevice(device.deviceKey(), device.officeKey()));
  }

  private CallingDevice record(Caller caller) {
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
