package io.archway.gateway.home;

import io.archway.gateway.CommandFailure;
import io.archway.gateway.ExitCode;
import io.archway.gateway.settings.Settings;
import io.archway.gateway.settings.Settings.Ingest.ConflictRule;
import io.archway.index.database.Database;
import io.archway.index.disk.Disk;
import io.archway.index.store.ObjectStore;
import io.archway.index.store.StoreException;
import io.archway.index.store.StoreSettings;
import io.archway.ingest.IngestSettings;
import io.archway.ingest.Intake;
import io.archway.ingest.catalog.Catalog;
import io.archway.ingest.catalog.CatalogSettings;
import io.archway.ingest.catalog.IndexCatalog;
import io.archway.ingest.header.HeaderReading;
import java.io.IOException;
import java.time.InstantSource;

/** Opens the log and the way into it as the settings say. */
public final class ObjectIntake {
  /** Which log's position, and whose associations, where several gateways share a database. */
  public static final String STORE_NAME = CatalogSettings.DEFAULT.storeName();

  private ObjectIntake() {}

  /**
   * What is refused is refused on the way in, before it is in the log: what the log has was
   * answered with success, and a replay keeps it whatever the settings say by then.
   */
  public static Catalog catalog(Database database) {
    return new IndexCatalog(database.forArrivals(), CatalogSettings.DEFAULT);
  }

  /** What the index knows already is known to have been whole: if it is not now, that is damage. */
  public static ObjectStore openStore(Settings.Store store, Disk disk, Catalog catalog) {
    try {
      return ObjectStore.open(disk, storeSettings(store), catalog.position());
    } catch (StoreException e) {
      throw new CommandFailure(ExitCode.FAILED, "store: " + e.getMessage(), e);
    }
  }

  public static StoreSettings storeSettings(Settings.Store store) {
    return StoreSettings.defaults().withSegmentBytes(store.segmentSize().bytes());
  }

  public static Intake start(
      Settings settings, ObjectStore store, Catalog catalog, InstantSource clock) {
    Intake intake =
        new Intake(ingestSettings(settings), HeaderReading.LIMITS, store, catalog, clock);
    try {
      intake.start();
      return intake;
    } catch (IOException e) {
      intake.close();
      throw new CommandFailure(ExitCode.FAILED, "the log cannot be indexed: " + e.getMessage(), e);
    }
  }

  public static IngestSettings ingestSettings(Settings settings) {
    Settings.Store store = settings.store();
    Settings.Ingest ingest = settings.ingest();
    return new IngestSettings(
        Settings.Store.BUFFER_BYTES,
        Math.toIntExact(store.bufferPoolSize().bytes() / Settings.Store.BUFFER_BYTES),
        store.smallObjectLimit().intBytes(),
        ingest.threads(),
        IngestSettings.defaults().maxGroupObjects(),
        store.minimumFreeSpace().bytes(),
        ingest.quarantine(),
        ingest.onConflict() == ConflictRule.KEEP,
        IngestSettings.defaults().indexTimeoutMillis(),
        settings.stop().timeout().toMillis());
  }
}
