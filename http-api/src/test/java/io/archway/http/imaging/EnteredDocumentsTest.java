package io.archway.http.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.dicom.data.DataSet;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Vr;
import io.archway.http.imaging.ApiClient.Answer;
import io.archway.http.imaging.upload.EnteredFiles;
import io.archway.http.imaging.upload.UploadLimits;
import io.archway.http.kernel.ProblemException;
import io.archway.index.access.Visibility;
import io.archway.index.audit.Auditor;
import io.archway.index.document.DocumentDao;
import io.archway.index.document.DocumentRow;
import io.archway.index.patient.Patient;
import io.archway.index.patient.PatientDao;
import io.archway.index.study.StudyDao;
import io.archway.testdata.SampleObject;
import io.archway.testdata.SampleStudy;
import io.archway.testdata.Samples;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documents belong to the patient for whom they are entered, and so do mounts and numbers. */
final class EnteredDocumentsTest {
  @TempDir Path folder;
  private SampleGateway gateway;
  private ApiClient client;
  private String token;

  @BeforeEach
  void start() throws IOException {
    gateway = new SampleGateway(folder, InstantSource.system());
    client = new ApiClient(gateway.server.port());
    token = gateway.token("admin");
  }

  @AfterEach
  void stop() throws IOException {
    gateway.close();
  }

  @Test
  void aRadiographLeavesTheMountOfThePatientWhoseItNeverWas() throws IOException {
    for (int i = 0; i < 3; i++) {
      assertThat(radiograph("large", 400 + i).status()).isEqualTo(201);
    }
    List<DocumentRow> entered = files("large");
    long mount = entered.get(0).mountKey();
    assertThat(mounted(mount)).hasSize(3);
    Answer moved =
        client.send(
            "PUT",
            "/api/media/" + entered.get(0).mediumKey(),
            headers(),
            "{\"patient_id\":%s}".formatted(gateway.variable("panoramic.patient")));
    assertThat(moved.status()).as(moved.text()).isEqualTo(200);
    assertThat(mounted(mount)).hasSize(2).allMatch(row -> row.patientKey() == patient("large"));
    assertThat(radiograph("panoramic", 410).status()).isEqualTo(201);
    assertThat(files("panoramic"))
        .hasSize(2)
        .noneMatch(row -> row.mountKey() == null || row.mountKey() == mount);
  }

  @Test
  void aMountThatHasTwoPatientsIsOfTheOldestPicture() throws IOException {
    for (int i = 0; i < 3; i++) {
      radiograph("large", 400 + i);
    }
    List<DocumentRow> entered = files("large");
    long mount = entered.get(0).mountKey();
    gateway.database.inTransaction(
        handle ->
            handle.execute(
                "UPDATE medium SET patient_key = ? WHERE medium_key = ?",
                patient("panoramic"),
                entered.get(2).mediumKey()));
    assertThat(mounted(mount))
        .extracting(DocumentRow::mediumKey)
        .containsExactly(entered.get(0).mediumKey(), entered.get(1).mediumKey());
    assertThat(files("panoramic")).singleElement().matches(row -> row.mountKey() == null);
  }

  @Test
  void picturesOfAMountComeAsTheyCameWhateverTheirNumbers() throws IOException {
    for (int i = 0; i < 3; i++) {
      radiograph("large", 400 + i);
    }
    List<DocumentRow> entered = files("large");
    gateway.database.inTransaction(
        handle ->
            handle.execute(
                "UPDATE document SET document_key = document_key + 1000 WHERE uid = ?",
                entered.get(0).uid()));
    assertThat(mounted(entered.get(0).mountKey()))
        .extracting(DocumentRow::mediumKey)
        .containsExactlyElementsOf(entered.stream().map(DocumentRow::mediumKey).toList());
  }

  @Test
  void imagesOfASeriesThatIsAnotherPatientsAreNoMountThatWaitsForItsNumber() throws IOException {
    for (int i = 1; i < 3; i++) {
      gateway.take(folder, of("panoramic", Samples.intraOral(3, 32, i), "9." + i));
    }
    assertThat(rows("panoramic").stream().filter(row -> row.seriesInstanceUid() != null))
        .hasSize(3)
        .noneMatch(DocumentRow::intraOral);
    assertThat(rows("intraoral")).hasSize(2).allMatch(DocumentRow::intraOral);
  }

  @Test
  void ofAConflictNothingIsSaidOfTheObjectThatIsHere() throws IOException {
    SampleObject other = Samples.panoramic(2, 64);
    other.head().put(Tag.SERIES_DESCRIPTION, Vr.LO, "another description");
    Answer answer = upload("panoramic", other, "of the other one");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains("waits in the inbox");
    assertThat(rows("panoramic")).singleElement().matches(row -> row.said() == null);
  }

  @Test
  void anObjectOfSomebodyElseWithThisPatientIdIsNotStored() throws IOException {
    SampleObject other = of("panoramic", Samples.panoramic(70, 64), null);
    other.head().put(Tag.PATIENT_NAME, Vr.PN, "Somebody^Else");
    other.head().put(Tag.PATIENT_BIRTH_DATE, Vr.DA, "19010101");
    SampleObject issued = of("panoramic", Samples.panoramic(71, 64), null);
    issued.head().put(Tag.ISSUER_OF_PATIENT_ID, Vr.LO, "elsewhere");
    SampleObject own = of("panoramic", Samples.panoramic(72, 64), null);
    for (SampleObject foreign : List.of(other, issued)) {
      Answer answer = upload("panoramic", foreign, "x");
      assertThat(answer.status()).as(answer.text()).isEqualTo(400);
      assertThat(isStored(foreign)).isFalse();
    }
    assertThat(upload("panoramic", own, "x").status()).isEqualTo(201);
    assertThat(isStored(own)).isTrue();
  }

  @Test
  void anObjectOfAnotherOfficesPatientOneIsNotStored() throws Exception {
    SampleObject own = of("panoramic", Samples.panoramic(73, 64), null);
    long branch = Long.parseLong(gateway.variable("branch.office"));
    assertThat(enter(own.fileBytes(), branch)).contains("not of this patient");
    assertThat(isStored(own)).isFalse();
  }

  @Test
  void slicesOfASeriesThatIsAnotherPatientsAreEnteredAndLeaveItsNumberAlone() throws IOException {
    long volume = client.get(list("cbct"), token).json().get(0).get("DocNum").asLong();
    SampleObject slice =
        of("panoramic", Samples.slice(SampleStudy.of(1, 0, "cbct"), 16, 16, 5, 4), "9.9");
    Answer answer = upload("panoramic", slice, "of the panoramic patient");
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    assertThat(isStored(slice)).isTrue();
    assertThat(rows("cbct"))
        .singleElement()
        .matches(row -> row.documentKey() == volume && row.said() == null);
  }

  @Test
  void whatIsSaidComesBeforeItsEvents() throws Exception {
    byte[] photo = UploadScopeTest.picture(500);
    long office = Long.parseLong(gateway.variable("office"));
    enter(photo, office);
    long medium = files("panoramic").get(0).mediumKey();
    assertThat(client.send("DELETE", "/api/media/" + medium, headers(), null).status())
        .isEqualTo(204);
    long before = gateway.database.read(EnteredDocumentsTest::lastEvent);
    assertThat(enter(photo, office)).isEqualTo(Long.toString(before));
    assertThat(gateway.database.read(EnteredDocumentsTest::lastEvent)).isEqualTo(before + 2);
  }

  private static long lastEvent(Handle handle) {
    return handle
        .createQuery("SELECT last_number FROM event_counter WHERE counter_key = 1")
        .mapTo(Long.class)
        .one();
  }

  /** The last event when something may be said of it, or why it is refused. */
  private String enter(byte[] file, long office) throws IOException, InterruptedException {
    EnteredFiles files =
        new EnteredFiles(
            gateway.database,
            gateway.store,
            gateway.intake,
            UploadLimits.defaults(),
            1,
            InstantSource.system());
    long organization = Long.parseLong(gateway.variable("organization"));
    Patient patient =
        gateway.database.read(
            handle ->
                handle
                    .attach(PatientDao.class)
                    .find(organization, patient("panoramic"))
                    .orElseThrow());
    try (EnteredFiles.Entering entering = files.begin()) {
      entering.write(ByteBuffer.wrap(file));
      return entering.enter(
          Auditor.command(organization, "test"),
          patient,
          office,
          EnteredFiles.Name.of("a.png"),
          new EnteredFiles.Said("said", null),
          (handle, entered) -> Long.toString(lastEvent(handle)));
    } catch (ProblemException e) {
      return e.getMessage();
    }
  }

  /** The same as that patient's own, with UIDs of its own where {@code suffix} is given. */
  private SampleObject of(String name, SampleObject object, String suffix) {
    DataSet of = gateway.samples.get(name).get(0).head();
    DataSet head = object.head();
    head.put(Tag.PATIENT_ID, Vr.LO, of.string(Tag.PATIENT_ID));
    head.put(Tag.PATIENT_NAME, Vr.PN, of.string(Tag.PATIENT_NAME));
    head.put(Tag.PATIENT_BIRTH_DATE, Vr.DA, of.string(Tag.PATIENT_BIRTH_DATE));
    head.put(Tag.PATIENT_SEX, Vr.CS, of.string(Tag.PATIENT_SEX));
    if (suffix != null) {
      head.put(Tag.SOP_INSTANCE_UID, Vr.UI, "1.2.3." + suffix);
    }
    return object;
  }

  private boolean isStored(SampleObject object) {
    long organization = Long.parseLong(gateway.variable("organization"));
    return gateway.database.read(
        handle ->
            handle
                .attach(StudyDao.class)
                .instance(organization, object.sopInstanceUid())
                .isPresent());
  }

  private Answer upload(String name, SampleObject object, String description) throws IOException {
    return upload(name, object.fileBytes(), ",\"Description\":\"" + description + "\"");
  }

  private Answer radiograph(String name, int length) throws IOException {
    return upload(
        name,
        UploadScopeTest.picture(length),
        ",\"ImgType\":\"Radiograph\",\"DateCreated\":\"2021-05-11 13:26:39\",\"ToothNumbers\":\"3\"");
  }

  private Answer upload(String name, byte[] bytes, String more) throws IOException {
    return client.send(
        "POST",
        "/documents/Upload",
        headers(),
        "{\"PatNum\":%d,\"rawBase64\":\"%s\",\"extension\":\".bin\"%s}"
            .formatted(patient(name), Base64.getEncoder().encodeToString(bytes), more));
  }

  private Map<String, String> headers() {
    return Map.of("Authorization", "Bearer " + token, "Content-Type", "application/json");
  }

  private String list(String name) {
    return "/documents?PatNum=" + patient(name);
  }

  private long patient(String name) {
    return Long.parseLong(gateway.variable(name + ".patient"));
  }

  private List<DocumentRow> rows(String name) {
    long organization = Long.parseLong(gateway.variable("organization"));
    return gateway.database.read(
        handle ->
            handle
                .attach(DocumentDao.class)
                .ofPatient(organization, Visibility.ALL, patient(name)));
  }

  private List<DocumentRow> files(String name) {
    return rows(name).stream()
        .filter(row -> row.seriesInstanceUid() == null)
        .filter(row -> row.fileName() != null)
        .toList();
  }

  private List<DocumentRow> mounted(long mountKey) {
    long organization = Long.parseLong(gateway.variable("organization"));
    return gateway.database.read(
        handle -> handle.attach(DocumentDao.class).mounted(organization, Visibility.ALL, mountKey));
  }
}
