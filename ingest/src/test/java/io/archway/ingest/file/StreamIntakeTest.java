package io.archway.ingest.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archway.index.database.Daos;
import io.archway.index.disk.CrashDisk;
import io.archway.index.organization.OrganizationDao;
import io.archway.index.store.Sender;
import io.archway.index.study.Instance;
import io.archway.index.study.Study;
import io.archway.index.study.StudyDao;
import io.archway.ingest.ArrivalRequest;
import io.archway.ingest.IngestFixture;
import io.archway.ingest.Refusal;
import io.archway.ingest.Verdict;
import io.archway.testdata.SampleObject;
import io.archway.testdata.Samples;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Objects that the gateway itself has in hand: durable, indexed, of the office that is named. */
class StreamIntakeTest {
  private static final long ORGANIZATION = 1;

  private IngestFixture gateway;
  private StreamIntake objects;
  private long branch;

  @BeforeEach
  void open() throws IOException {
    gateway = IngestFixture.on(new CrashDisk());
    objects = new StreamIntake(gateway.intake);
    OrganizationDao organizations = Daos.of(gateway.database, OrganizationDao.class);
    organizations.insertOffice(ORGANIZATION, "Branch", Instant.EPOCH);
    branch = organizations.offices(ORGANIZATION).get(1).officeKey();
  }

  @AfterEach
  void close() throws IOException {
    gateway.close();
  }

  @Test
  void anObjectBelongsToTheOfficeThatItsSenderNames() throws Exception {
    SampleObject object = Samples.tiny(1);

    Verdict verdict = objects.takeIndexed(request(object), stream(object));

    assertThat(verdict).isInstanceOf(Verdict.Stored.class);
    StudyDao studies = Daos.of(gateway.database, StudyDao.class);
    Instance instance = studies.instance(ORGANIZATION, object.sopInstanceUid()).orElseThrow();
    Study study = studies.find(ORGANIZATION, instance.studyKey()).orElseThrow();
    assertThat(study.officeKey()).isEqualTo(branch);
    assertThat(instance.via()).isEqualTo("report");
    assertThat(objects.takeIndexed(request(object), stream(object)))
        .isInstanceOf(Verdict.Duplicate.class);
  }

  @Test
  void anOrganizationThatIsNamedCountsWhateverTheTitles() throws Exception {
    SampleObject object = Samples.tiny(2);
    ArrivalRequest another =
        new ArrivalRequest(
            null,
            Sender.ofOffice("report", branch),
            () -> null,
            object.sopClassUid(),
            "2.25.1",
            object.transferSyntax().uid());

    assertThat(objects.take(another, stream(object)))
        .isInstanceOfSatisfying(
            Verdict.Refused.class,
            refused -> assertThat(refused.reason()).isEqualTo(Refusal.SOP_INSTANCE_MISMATCH));
    assertThat(objects.take(request(object), stream(object))).isInstanceOf(Verdict.Stored.class);
  }

  @Test
  void aStreamThatBreaksLeavesNothing() throws Exception {
    SampleObject object = Samples.tiny(3);
    InputStream broken =
        new SequenceInputStream(
            stream(object),
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw new IOException("broken");
              }
            });

    assertThatThrownBy(() -> objects.take(request(object), broken)).hasMessage("broken");

    gateway.intake.awaitIndexed();
    assertThat(
            Daos.of(gateway.database, StudyDao.class)
                .instance(ORGANIZATION, object.sopInstanceUid()))
        .isEmpty();
  }

  private ArrivalRequest request(SampleObject object) {
    return new ArrivalRequest(
        ORGANIZATION,
        Sender.ofOffice("report", branch),
        () -> null,
        object.sopClassUid(),
        object.sopInstanceUid(),
        object.transferSyntax().uid());
  }

  private static InputStream stream(SampleObject object) throws IOException {
    return new ByteArrayInputStream(object.dataSetBytes());
  }
}
