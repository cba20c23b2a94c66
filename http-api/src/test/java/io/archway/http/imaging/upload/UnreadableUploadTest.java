package io.archway.http.imaging.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archway.dicom.data.ParseLimits;
import io.archway.http.imaging.upload.UploadTaking.Belonging;
import io.archway.http.imaging.upload.UploadTaking.Looked;
import io.archway.index.database.Database;
import io.archway.index.database.TestDatabase;
import io.archway.index.disk.CrashDisk;
import io.archway.index.disk.Faults;
import io.archway.index.store.LargeObject;
import io.archway.index.store.ObjectStore;
import io.archway.index.store.StoreException;
import io.archway.index.store.StoreSettings;
import io.archway.ingest.IngestSettings;
import io.archway.ingest.Intake;
import io.archway.ingest.Refusal;
import io.archway.ingest.catalog.CatalogSettings;
import io.archway.ingest.catalog.IndexCatalog;
import io.archway.ingest.file.OtherFiles;
import io.archway.testdata.Samples;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A disk that fails is not told as a file that is bad. */
final class UnreadableUploadTest {
  @Test
  void isRefusedForNow() throws Exception {
    CrashDisk disk = new CrashDisk();
    try (Database database = TestDatabase.H2.open()) {
      ObjectStore store = ObjectStore.open(disk, StoreSettings.defaults());
      Intake intake =
          new Intake(
              IngestSettings.defaults(),
              ParseLimits.HEADER,
              store,
              new IndexCatalog(database, CatalogSettings.DEFAULT));
      intake.start();
      UploadLimits limits = UploadLimits.defaults();
      UploadTaking taking =
          new UploadTaking(
              intake,
              new OtherFiles(
                  intake, store, database, InstantSource.system(), limits.smallFileBytes()),
              limits);
      LargeObject container = store.newLargeObject();
      WrittenFile file = new WrittenFile("a.dcm", null, container, true);
      file.write(ByteBuffer.wrap(Samples.tiny(1).fileBytes()));
      disk.faults().failAt(0, Faults.Kind.POWER_CUT);
      assertThatThrownBy(store::newLargeObject).isInstanceOf(StoreException.class);

      List<FileOutcome> outcomes =
          taking.take(List.of(new Looked(file, null, null)), new Belonging(1, 1, null, null, null));

      assertThat(outcomes)
          .singleElement()
          .satisfies(one -> assertThat(one.refusal()).isEqualTo(Refusal.STORE_FAILED))
          .satisfies(one -> assertThat(one.isTransient()).isTrue());
      intake.close();
    }
  }
}
