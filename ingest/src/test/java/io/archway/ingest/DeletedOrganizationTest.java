package io.archway.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.index.disk.CrashDisk;
import io.archway.index.organization.OrganizationDao;
import io.archway.index.organization.Tenants;
import io.archway.index.store.Sender;
import io.archway.index.study.StudyDao;
import io.archway.testdata.SampleObject;
import io.archway.testdata.Samples;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** An organization that is deleted while something arrives for it stops nothing else. */
class DeletedOrganizationTest {
  private static final long ORGANIZATION = 1;
  private static final Sender OTHER = new Sender("dimse", "SCANNER", "OTHER", "192.0.2.8");

  /** Of three, so that a title that belongs to none is nobody's. */
  private static long others(IngestFixture gateway) {
    return gateway.database.durably(
        handle -> {
          Tenants tenants = new Tenants(handle);
          tenants.create("third", "Third", null, Instant.EPOCH);
          long key = tenants.create("other", "Other", null, Instant.EPOCH).orElseThrow();
          handle.attach(OrganizationDao.class).addCalledAeTitle(key, "OTHER");
          return key;
        });
  }

  private static void delete(IngestFixture gateway, long organizationKey) {
    gateway.database.durably(
        handle -> {
          assertThat(new Tenants(handle).needs(organizationKey)).isEmpty();
          new Tenants(handle).delete(organizationKey, Instant.EPOCH);
          return null;
        });
  }

  /** An object that is there, but for its end. */
  private static Arrival begun(IngestFixture gateway, SampleObject object) {
    ArrivalRequest request =
        new ArrivalRequest(
            OTHER,
            () -> null,
            object.sopClassUid(),
            object.sopInstanceUid(),
            object.transferSyntax().uid());
    Arrival arrival = gateway.intake.begin(request, () -> {});
    assertThat(arrival.write(ByteBuffer.wrap(object.dataSetBytes()))).isTrue();
    return arrival;
  }

  private static Verdict end(Arrival arrival) {
    CompletableFuture<Verdict> verdict = new CompletableFuture<>();
    arrival.complete(verdict::complete);
    return verdict.join();
  }

  @Test
  void whatAnotherProcessDeletesKeepsNothingElseFromTheIndex() throws Exception {
    CrashDisk disk = new CrashDisk();
    SampleObject later = Samples.tiny(2);
    try (IngestFixture gateway = IngestFixture.on(disk)) {
      long other = others(gateway);
      assertThat(gateway.catalog.organizationOf("OTHER")).hasValue(other); // remembered
      delete(gateway, other);
      end(begun(gateway, Samples.tiny(1)));
      assertThat(gateway.store(later)).isEqualTo(new Verdict.Stored());
      assertThat(isThere(gateway, later)).isTrue();
    }
    try (IngestFixture gateway = IngestFixture.on(disk)) {
      assertThat(isThere(gateway, later)).isTrue();
    }
  }

  @Test
  void takesNothingOnceItIsDeleted() throws Exception {
    try (IngestFixture gateway = IngestFixture.on(new CrashDisk())) {
      long other = others(gateway);
      Arrival begun = begun(gateway, Samples.tiny(1));
      assertThat(gateway.catalog.organizationOf("OTHER")).hasValue(other);
      gateway.intake.betweenGroups(
          () -> {
            delete(gateway, other);
            gateway.intake.organizationDeleted(other);
            return null;
          });
      Verdict unknown = new Verdict.Refused(Refusal.ORGANIZATION_UNKNOWN);
      assertThat(end(begun)).isEqualTo(unknown);
      assertThat(end(begun(gateway, Samples.tiny(3)))).isEqualTo(unknown);
    }
  }

  private static boolean isThere(IngestFixture gateway, SampleObject object) throws IOException {
    return gateway.dao(StudyDao.class).instance(ORGANIZATION, object.sopInstanceUid()).isPresent();
  }
}
