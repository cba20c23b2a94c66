package io.archway.ingest;

import io.archway.dicom.data.ParseLimits;
import io.archway.index.account.FirstStart;
import io.archway.index.database.Daos;
import io.archway.index.database.Database;
import io.archway.index.database.DatabaseSettings;
import io.archway.index.disk.Disk;
import io.archway.index.disk.H2FileSystem;
import io.archway.index.store.ObjectLocation;
import io.archway.index.store.ObjectStore;
import io.archway.index.store.Sender;
import io.archway.index.store.StoreSettings;
import io.archway.index.store.StoredObject;
import io.archway.ingest.catalog.Catalog;
import io.archway.ingest.catalog.CatalogSettings;
import io.archway.ingest.catalog.IndexCatalog;
import io.archway.testdata.SampleObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/**
 * The whole way in on one disk: store, embedded index, catalog, intake. What ends with a crash is
 * not closed.
 */
public final class IngestFixture implements AutoCloseable {
  public static final Sender SCANNER = new Sender("dimse", "SCANNER", "ARCHWAY", "192.0.2.7");

  /** Small segments; free space is measured each time. */
  private static final StoreSettings STORE =
      new StoreSettings(256 << 10, 256 << 10, 64 << 10, 8 << 20, 10_000, 64 << 20, 0);

  private static final AtomicLong MOUNTS = new AtomicLong();

  public final Disk disk;
  public final Database database;
  public final ObjectStore store;
  public final IndexCatalog catalog;
  public final Intake intake;
  private final String mount = "ingest" + MOUNTS.incrementAndGet();

  private IngestFixture(
      Disk disk,
      IngestSettings settings,
      DatabaseSettings elsewhere,
      UnaryOperator<Catalog> between)
      throws IOException {
    this.disk = disk;
    String path = H2FileSystem.mount(mount, disk);
    this.database =
        Database.open(elsewhere == null ? DatabaseSettings.h2(path + "index/archway") : elsewhere);
    FirstStart.ensure(
        database,
        new FirstStart.Names("clinic", "Clinic", "Main", List.of("ARCHWAY"), "admin"),
        () -> "hash",
        Instant.EPOCH);
    database.force(database.setbacks());
    this.catalog = new IndexCatalog(database.forArrivals(), CatalogSettings.DEFAULT);
    this.store = ObjectStore.open(disk, STORE, catalog.position());
    this.intake =
        new Intake(
            settings,
            ParseLimits.HEADER.withMaxHeldBytes(256 << 10),
            store,
            between.apply(catalog));
    intake.start();
  }

  public static IngestFixture on(Disk disk) throws IOException {
    return on(disk, settings());
  }

  public static IngestFixture on(Disk disk, IngestSettings settings) throws IOException {
    return new IngestFixture(disk, settings, null, catalog -> catalog);
  }

  /** With an index that does not lie on the disk. */
  public static IngestFixture on(Disk disk, IngestSettings settings, DatabaseSettings index)
      throws IOException {
    return new IngestFixture(disk, settings, index, catalog -> catalog);
  }

  /** With something between the committer and the catalog. */
  static IngestFixture between(Disk disk, UnaryOperator<Catalog> between) throws IOException {
    return new IngestFixture(disk, settings(), null, between);
  }

  /** Small buffers and a low limit, so that small objects cross every boundary. */
  public static IngestSettings settings() {
    return new IngestSettings(4 << 10, 64, 16 << 10, 3, 64, 0, true, true, 10_000, 10_000);
  }

  @Override
  public void close() throws IOException {
    intake.close();
    store.close();
    database.close();
    H2FileSystem.unmount(mount);
  }

  /** After a power cut: ends the threads; the dead disk takes nothing any more. */
  public void abandon() {
    intake.close();
    try {
      store.close();
    } catch (IOException e) {
      // the disk is dead
    }
    database.close();
    H2FileSystem.unmount(mount);
  }

  /** Reads the index as it is when all that was answered is in it. */
  public <T> T dao(Class<T> type) {
    intake.awaitIndexed();
    return Daos.of(database, type);
  }

  static ArrivalRequest request(SampleObject object) {
    return new ArrivalRequest(
        SCANNER,
        () -> null,
        object.sopClassUid(),
        object.sopInstanceUid(),
        object.transferSyntax().uid());
  }

  /** Sends an object in pieces of random length; completes with the verdict. */
  CompletableFuture<Verdict> send(SampleObject object, Random random) throws InterruptedException {
    return send(request(object), object.dataSetBytes(), random);
  }

  CompletableFuture<Verdict> send(ArrivalRequest request, byte[] dataSet, Random random)
      throws InterruptedException {
    Semaphore writable = new Semaphore(0);
    Arrival arrival = intake.begin(request, writable::release);
    int position = 0;
    while (position < dataSet.length) {
      int count = Math.min(dataSet.length - position, 1 + random.nextInt(9000));
      ByteBuffer piece = ByteBuffer.wrap(dataSet, position, count);
      while (!arrival.write(piece)) {
        writable.acquire();
      }
      position += count;
    }
    CompletableFuture<Verdict> verdict = new CompletableFuture<>();
    arrival.complete(verdict::complete);
    return verdict;
  }

  Verdict store(SampleObject object) throws InterruptedException {
    return send(object, new Random(1)).join();
  }

  /** The Part 10 file of an object as the store has it. */
  public byte[] file(ObjectLocation location) throws IOException {
    try (StoredObject stored = store.read(location)) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      ByteBuffer piece = ByteBuffer.allocate(8 << 10);
      long position = 0;
      int count;
      while ((count = stored.read(piece.clear(), position)) > 0) {
        out.write(piece.array(), 0, count);
        position += count;
      }
      return out.toByteArray();
    }
  }

  public static boolean endsWith(byte[] file, byte[] dataSet) {
    return file.length >= dataSet.length
        && Arrays.equals(
            file, file.length - dataSet.length, file.length, dataSet, 0, dataSet.length);
  }
}
