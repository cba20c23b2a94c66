package io.archway.ingest.catalog;

import io.archway.index.database.BoundedText;
import io.archway.index.database.Database;
import io.archway.index.database.ShortMemory;
import io.archway.index.device.Device;
import io.archway.index.device.DeviceDao;
import io.archway.index.organization.OrganizationDao;
import io.archway.index.store.Sender;
import io.archway.index.study.IndexedArrival;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;

/**
 * Finds organization and device of a sender, and records devices when they are first seen, in a
 * transaction of its own. Remembers for a short while; what is remembered was committed.
 * Thread-safe.
 */
final class Routes {
  private static final String DIMSE = "dimse";

  private record SenderKey(long organizationKey, String via, String aeTitle, String address) {}

  private final Database database;
  private final ShortMemory<String, OptionalLong> organizations;
  private final ShortMemory<SenderKey, Route> devices;

  /** Keys are never given twice; only people delete organizations, so these are few. */
  private final Set<Long> deleted = ConcurrentHashMap.newKeySet();

  Routes(Database database) {
    this.database = database;
    this.organizations = new ShortMemory<>(database);
    this.devices = new ShortMemory<>(database);
  }

  void organizationDeleted(long organizationKey) {
    deleted.add(organizationKey);
    organizations.forget();
  }

  /** What was committed may be lost. */
  void forget() {
    organizations.forget();
    devices.forget();
  }

  boolean isDeleted(long organizationKey) {
    return deleted.contains(organizationKey);
  }

  OptionalLong organizationOf(String calledAeTitle) {
    return organizations
        .get(
            calledAeTitle,
            () ->
                Optional.of(
                    database.read(
                        handle ->
                            organizationOf(handle.attach(OrganizationDao.class), calledAeTitle))))
        .orElseThrow();
  }

  private static OptionalLong organizationOf(OrganizationDao organizations, String calledAeTitle) {
    Optional<Long> named = organizations.keyOfCalledAeTitle(calledAeTitle);
    if (named.isPresent()) {
      return OptionalLong.of(named.get());
    }
    List<Long> keys = organizations.firstTwoKeys();
    return keys.size() == 1 ? OptionalLong.of(keys.get(0)) : OptionalLong.empty();
  }

  /** Empty when the called AE title belongs to no organization, or the organization is deleted. */
  Optional<Route> of(IndexedArrival arrival) {
    OptionalLong organizationKey =
        arrival.organizationKey() == null
            ? organizationOf(arrival.sender().calledAeTitle())
            : OptionalLong.of(arrival.organizationKey());
    return organizationKey.isEmpty() || isDeleted(organizationKey.getAsLong())
        ? Optional.empty()
        : device(organizationKey.getAsLong(), arrival.sender(), arrival.receivedAt());
  }

  private Optional<Route> device(long organizationKey, Sender sender, Instant now) {
    boolean addressed = sender.via().equals(DIMSE) || sender.officeKey().isPresent();
    String address = addressed ? BoundedText.of(sender.address()) : "";
    SenderKey key =
        new SenderKey(
            organizationKey,
            BoundedText.of(sender.via(), 16),
            BoundedText.of(sender.callingAeTitle()),
            address);
    return devices.get(
        key,
        () -> database.inTransaction(handle -> findOrRecord(handle, key, sender.officeKey(), now)));
  }

  private static Optional<Route> findOrRecord(
      Handle handle, SenderKey key, OptionalLong named, Instant now) {
    DeviceDao devices = handle.attach(DeviceDao.class);
    Optional<Device> found = devices.find(key.organizationKey, key.via, key.aeTitle, key.address);
    if (found.isEmpty()) {
      if (!hold(handle, key.organizationKey)) {
        return Optional.empty();
      }
      devices.insert(
          key.organizationKey, office(handle, key, named), key.via, key.aeTitle, key.address, now);
      found = devices.hold(key.organizationKey, key.via, key.aeTitle, key.address);
    }
    Device device = found.orElseThrow();
    devices.seen(device.deviceKey(), now);
    return Optional.of(new Route(key.organizationKey, device.deviceKey(), device.officeKey()));
  }

  /** So that nobody deletes it meanwhile as one that has no devices; false where it is deleted. */
  private static boolean hold(Handle handle, long organizationKey) {
    return handle.attach(OrganizationDao.class).lock(organizationKey).isPresent();
  }

  /** A known AE title at a new address is in its office still, if that is one. */
  private static long office(Handle handle, SenderKey key, OptionalLong named) {
    OrganizationDao organizations = handle.attach(OrganizationDao.class);
    if (named.isPresent()
        && organizations.findOffice(key.organizationKey, named.getAsLong()).isPresent()) {
      return named.getAsLong();
    }
    List<Long> offices = handle.attach(DeviceDao.class).officesOf(key.organizationKey, key.aeTitle);
    if (offices.size() == 1 && !key.aeTitle.isEmpty()) {
      return offices.get(0);
    }
    return organizations
        .defaultOfficeKey(key.organizationKey)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "offices of organization " + key.organizationKey + ": 0 (expected: >= 1)"));
  }
}
