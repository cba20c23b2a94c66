package io.archway.ingest.catalog;

import io.archway.index.database.BoundedText;
import io.archway.index.database.Database;
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
import java.util.concurrent.ConcurrentMap;
import org.jdbi.v3.core.Handle;

/**
 * Finds organization and device of a sender, and records devices when they are first seen, in a
 * transaction of its own. Remembers for a short while; what is remembered was committed.
 * Thread-safe.
 */
final class Routes {
  private static final long REMEMBER_NANOS = 5_000_000_000L;
  private static final int MAX_REMEMBERED = 10_000;
  private static final String DIMSE = "dimse";

  private record SenderKey(long organizationKey, String via, String aeTitle, String address) {}

  private record Remembered<T>(T value, long untilNanos) {}

  private final Database database;
  private final ConcurrentMap<String, Remembered<OptionalLong>> organizations =
      new ConcurrentHashMap<>();
  private final ConcurrentMap<SenderKey, Remembered<Route>> devices = new ConcurrentHashMap<>();

  /** Keys are never given twice; only people delete organizations, so these are few. */
  private final Set<Long> deleted = ConcurrentHashMap.newKeySet();

  private volatile long setbacksSeen;

  Routes(Database database) {
    this.database = database;
  }

  void organizationDeleted(long organizationKey) {
    deleted.add(organizationKey);
    organizations.clear();
  }

  /** What was committed may be lost. */
  void forget() {
    organizations.clear();
    devices.clear();
  }

  boolean isDeleted(long organizationKey) {
    return deleted.contains(organizationKey);
  }

  OptionalLong organizationOf(String calledAeTitle) {
    long setbacks = forgetLost();
    OptionalLong remembered = recall(organizations, calledAeTitle);
    if (remembered != null && remembered.stream().noneMatch(this::isDeleted)) {
      return remembered;
    }
    OptionalLong found =
        database.read(
            handle -> organizationOf(handle.attach(OrganizationDao.class), calledAeTitle));
    remember(organizations, calledAeTitle, found, setbacks);
    return found;
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
    long setbacks = forgetLost();
    Route remembered = recall(devices, key);
    if (remembered != null) {
      return Optional.of(remembered);
    }
    OptionalLong office = sender.officeKey();
    Optional<Route> found =
        database.inTransaction(handle -> findOrRecord(handle, key, office, now));
    found.ifPresent(route -> remember(devices, key, route, setbacks));
    return found;
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

  private static <K, V> V recall(ConcurrentMap<K, Remembered<V>> memory, K key) {
    Remembered<V> remembered = memory.get(key);
    return remembered == null || System.nanoTime() - remembered.untilNanos > 0
        ? null
        : remembered.value;
  }

  /** What was committed and not forced may be gone, and its keys given to others. */
  private long forgetLost() {
    long setbacks = database.setbacks();
    if (setbacks != setbacksSeen) {
      setbacksSeen = setbacks;
      forget();
    }
    return setbacks;
  }

  private <K, V> void remember(
      ConcurrentMap<K, Remembered<V>> memory, K key, V value, long setbacks) {
    if (database.setbacks() != setbacks) {
      return;
    }
    if (memory.size() >= MAX_REMEMBERED) {
      memory.clear();
    }
    memory.put(key, new Remembered<>(value, System.nanoTime() + REMEMBER_NANOS));
  }
}
