package io.archway.http.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.archway.dicom.data.DataSet;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Vr;
import io.archway.http.documents.PatientFolders;
import io.archway.http.imaging.upload.EnteredFiles;
import io.archway.http.imaging.upload.UploadLimits;
import io.archway.index.access.Visibility;
import io.archway.index.database.Database;
import io.archway.index.database.DatabaseSettings;
import io.archway.ingest.file.FileTaker.Fate;
import io.archway.ingest.file.FileTaker.Taken;
import io.archway.testdata.SampleObject;
import io.archway.testdata.Samples;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files in patients' folders become documents of these patients, or say why not. */
final class PatientFoldersTest {
  private static final byte[] LETTER = "%PDF-1.4 a letter".getBytes(StandardCharsets.US_ASCII);

  @TempDir Path folder;
  private final List<PatientFolders.Word> words = new ArrayList<>();
  private SampleGateway gateway;
  private ApiClient client;
  private String token;
  private Path root;

  @BeforeEach
  void start() throws IOException {
    gateway = new SampleGateway(folder, InstantSource.system());
    client = new ApiClient(gateway.server.port());
    token = gateway.token("admin");
    root = Files.createDirectory(folder.resolve("patients"));
  }

  @AfterEach
  void stop() throws IOException {
    gateway.close();
  }

  @Test
  void aPhotoIsADocumentOfTheFirstCategoryUnderItsName() throws IOException {
    long first = category("Lab Cases");
    category("Photographs");
    Taken taken = take(drop(folderOf("panoramic"), "Extra oral.png", photo(1)));
    assertThat(taken.fate()).isEqualTo(Fate.DONE);
    JsonNode document = entered(taken);
    assertThat(document.get("Description").asText()).isEqualTo("Extra oral.png");
    assertThat(document.get("DocCategory").asLong()).isEqualTo(first);
    assertThat(document.get("ToothNumbers").asText()).isEmpty();
    assertThat(words).containsExactly(PatientFolders.Word.ENTERED);
  }

  @Test
  void aPrefixChoosesTheCategoryAndIsNoPartOfTheName() throws IOException {
    category("Lab Cases");
    long photographs = category("Photographs");
    Taken letter = take(drop(folderOf("panoramic"), "_" + photographs + "_letter.txt", LETTER));
    assertThat(entered(letter).get("docCategory").asText()).isEqualTo("Photographs");
    assertThat(entered(letter).get("Description").asText()).isEqualTo("letter.pdf");
    Taken nameless = take(drop(folderOf("panoramic"), "_" + photographs + "_.png", photo(2)));
    assertThat(entered(nameless).get("Description").asText()).isEqualTo("document.png");
  }

  @Test
  void aFolderOfOneLetterMayLieAround() throws IOException {
    Path lettered = Files.createDirectories(root.resolve("P/" + patient("panoramic")));
    assertThat(take(drop(lettered, "a.png", photo(3))).fate()).isEqualTo(Fate.DONE);
    refused(
        drop(Files.createDirectories(root.resolve("PQ/" + patient("panoramic"))), "a", LETTER),
        "where it lies (expected: directly in a patient's folder)");
    refused(
        drop(Files.createDirectories(folderOf("panoramic").resolve("sub")), "a", LETTER),
        "where it lies");
    refused(drop(root, "a.png", LETTER), "where it lies");
  }

  @Test
  void aDicomObjectIsFiledAsOneThatADeviceSends() throws IOException {
    SampleObject own = of("panoramic", Samples.panoramic(72, 64));
    Taken taken = take(drop(folderOf("panoramic"), "scan.dcm", own.fileBytes()));
    assertThat(taken.fate()).as(taken.verdict()).isEqualTo(Fate.DONE);
    assertThat(documents("panoramic")).hasSize(2);
    JsonNode instance = client.get("/api/instance/" + own.sopInstanceUid(), token).json();
    assertThat(instance.toString()).contains(own.sopInstanceUid());
  }

  @Test
  void aDicomObjectOfSomebodyElseIsRefusedAndNotStored() throws IOException {
    SampleObject other = of("cbct", Samples.panoramic(73, 64));
    refused(
        drop(folderOf("panoramic"), "scan.dcm", other.fileBytes()),
        "a DICOM object that is not of this patient");
    assertThat(client.get("/api/instance/" + other.sopInstanceUid(), token).status())
        .isEqualTo(404);
    byte[] cut = Arrays.copyOf(other.fileBytes(), 200);
    refused(drop(folderOf("panoramic"), "cut.dcm", cut), "a DICOM object that cannot be read");
  }

  /** As if a gateway had ended after it was durable and before it was moved. */
  @Test
  void theSameFileAgainIsTheSameDocument() throws IOException {
    Path photo = drop(folderOf("panoramic"), "a.png", photo(4));
    Path scan =
        drop(
            folderOf("panoramic"), "a.dcm", of("panoramic", Samples.panoramic(72, 64)).fileBytes());
    String first = take(photo).verdict().replace("ENTERED", "UNCHANGED");
    String second = take(scan).verdict().replace("ENTERED", "UNCHANGED");
    int before = documents("panoramic").size();
    assertThat(take(photo).verdict()).isEqualTo(first).startsWith("UNCHANGED: document ");
    assertThat(take(scan).verdict()).isEqualTo(second).startsWith("UNCHANGED: document ");
    assertThat(documents("panoramic")).hasSize(before);
  }

  @Test
  void whoseItIsIsNotGuessed() throws IOException {
    refused(in("Nobody", "a.png"), "folder: no number at its end");
    refused(in("Nobody999999", "a.png"), "patient 999999: not found");
    refused(in("Brown" + patient("panoramic"), "a.png"), "folder: another name than that of");
    refused(in(gateway.variable("other.patient"), "a.png"), "not found");
    assertThat(words).containsOnly(PatientFolders.Word.REFUSED);
    assertThat(documents("panoramic")).hasSize(1);
  }

  @Test
  void aFolderOfAnOfficeIsForItsPatientsAlone() throws IOException {
    PatientFolders branch =
        folders(Visibility.ofOffices(List.of(Long.parseLong(gateway.variable("branch.office")))));
    Path photo = drop(folderOf("panoramic"), "a.png", photo(5));
    assertThat(branch.take(photo, () -> false).verdict()).contains("not found");
    assertThat(take(photo).fate()).isEqualTo(Fate.DONE);
  }

  @Test
  void aCategoryThatIsNoneIsToldWithThoseThatAre() throws IOException {
    long lab = category("Lab Cases");
    refused(
        drop(folderOf("panoramic"), "_999999_a.png", photo(6)),
        "category: 999999 (expected: one of " + lab + ")");
  }

  @Test
  void whatIsEmptyOrTooLongIsRefused() throws IOException {
    refused(drop(folderOf("panoramic"), "a.png", new byte[0]), "an empty file");
    Path limit = drop(folderOf("panoramic"), "b.bin", new byte[1 << 20]);
    Path beyond = drop(folderOf("panoramic"), "c.bin", new byte[(1 << 20) + 1]);
    assertThat(take(limit).fate()).isEqualTo(Fate.DONE);
    refused(beyond, "length: 1048577 bytes (expected: <= 1048576)");
  }

  @Test
  void hiddenFilesAndThoseOfFileManagersAreLeftAlone() throws IOException {
    for (String name : List.of(".hidden.png", "Thumbs.db", "desktop.ini", "~$letter.docx")) {
      assertThat(take(drop(folderOf("panoramic"), name, LETTER)).fate()).isEqualTo(Fate.LEFT);
    }
    Path hidden = Files.createDirectories(folderOf("panoramic").resolve(".cache"));
    assertThat(take(drop(hidden, "a.png", LETTER)).fate()).isEqualTo(Fate.LEFT);
    assertThat(take(folderOf("panoramic").resolve("gone.png")).fate()).isEqualTo(Fate.LEFT);
    assertThat(words).isEmpty();
  }

  @Test
  void nothingIsReadThroughALink() throws IOException {
    Path secret = Files.write(folder.resolve("secret.png"), LETTER);
    Path link = Files.createSymbolicLink(folderOf("panoramic").resolve("a.png"), secret);
    assertThat(take(link).fate()).isEqualTo(Fate.LEFT);
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Files.write(elsewhere.resolve("a.png"), LETTER);
    Files.createSymbolicLink(root.resolve(gateway.variable("cbct.patient")), elsewhere);
    assertThat(take(root.resolve(gateway.variable("cbct.patient")).resolve("a.png")).fate())
        .isEqualTo(Fate.LEFT);
    assertThat(documents("panoramic")).hasSize(1);
  }

  @Test
  void aFileThatGrowsWaits() throws IOException {
    Path file = drop(folderOf("panoramic"), "a.png", photo(7));
    boolean[] grown = new boolean[1];
    Taken taken =
        folders(Visibility.ALL)
            .take(
                file,
                () -> {
                  grown[0] = grown[0] || grow(file);
                  return false;
                });
    assertThat(taken.fate()).isEqualTo(Fate.WAITS);
    assertThat(taken.verdict()).isEqualTo("WAITS: it is being written\n");
    assertThat(documents("panoramic")).hasSize(1);
    assertThat(take(file).fate()).isEqualTo(Fate.DONE);
  }

  @Test
  void aStopLeavesWhatIsBeingRead() throws IOException {
    Path file = drop(folderOf("panoramic"), "a.png", photo(8));
    Taken taken = folders(Visibility.ALL).take(file, () -> true);
    assertThat(taken.fate()).isEqualTo(Fate.WAITS);
    assertThat(documents("panoramic")).hasSize(1);
  }

  @Test
  void whileTheIndexIsAwayItWaits() throws IOException {
    Path file = drop(folderOf("panoramic"), "a.png", photo(9));
    Database away = Database.open(DatabaseSettings.h2("async:" + folder.resolve("away")));
    PatientFolders folders = folders(away, Visibility.ALL);
    away.close();
    assertThat(folders.take(file, () -> false).fate()).isEqualTo(Fate.WAITS);
    assertThat(take(file).fate()).isEqualTo(Fate.DONE);
  }

  @Test
  void theAuditTellsThatTheGatewayEnteredIt() throws IOException {
    take(drop(folderOf("panoramic"), "a.pdf", LETTER));
    JsonNode entries = client.get("/api/audit?per_page=100", token).json().get("data");
    assertThat(entries)
        .anySatisfy(
            entry -> assertThat(entry.toString()).contains("documents.watch", "enterDocument"));
  }

  private static boolean grow(Path file) {
    try {
      Files.write(file, LETTER, StandardOpenOption.APPEND);
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void refused(Path file, String why) {
    Taken taken = take(file);
    assertThat(taken.fate()).as(taken.verdict()).isEqualTo(Fate.REFUSED);
    assertThat(taken.verdict()).startsWith("REFUSED: ").contains(why);
    assertThat(taken.summary()).isEqualTo("document REFUSED");
    assertThat(file).exists();
  }

  private Taken take(Path file) {
    return folders(Visibility.ALL).take(file, () -> false);
  }

  private PatientFolders folders(Visibility visible) {
    return folders(gateway.database, visible);
  }

  private PatientFolders folders(Database database, Visibility visible) {
    UploadLimits all = UploadLimits.defaults();
    UploadLimits small =
        new UploadLimits(
            1 << 20,
            all.maxUploads(),
            all.maxParts(),
            all.maxHeadBytes(),
            all.maxFieldBytes(),
            all.maxEntries(),
            all.maxUnpackedBytes(),
            all.maxRatio(),
            all.workMillis(),
            all.smallFileBytes());
    EnteredFiles files =
        new EnteredFiles(database, gateway.store, gateway.intake, small, 1, InstantSource.system());
    return new PatientFolders(
        root,
        database,
        files,
        InstantSource.system(),
        Long.parseLong(gateway.variable("organization")),
        visible,
        words::add);
  }

  private Path drop(Path into, String name, byte[] bytes) throws IOException {
    return Files.write(into.resolve(name), bytes);
  }

  private Path in(String patientFolder, String name) throws IOException {
    return drop(Files.createDirectories(root.resolve(patientFolder)), name, photo(20));
  }

  private Path folderOf(String name) throws IOException {
    return Files.createDirectories(root.resolve("" + patient(name)));
  }

  private static byte[] photo(int seed) {
    return UploadScopeTest.picture(500 + seed);
  }

  private long patient(String name) {
    return Long.parseLong(gateway.variable(name + ".patient"));
  }

  private long category(String name) throws IOException {
    return client
        .send(
            "POST",
            "/api/category",
            Map.of("Authorization", "Bearer " + token, "Content-Type", "application/json"),
            "{\"name\":\"" + name + "\"}")
        .json()
        .get("id")
        .asLong();
  }

  private List<JsonNode> documents(String name) throws IOException {
    List<JsonNode> documents = new ArrayList<>();
    client.get("/documents?PatNum=" + patient(name), token).json().forEach(documents::add);
    return documents;
  }

  private JsonNode entered(Taken taken) throws IOException {
    return documents("panoramic").stream()
        .filter(one -> taken.verdict().equals("ENTERED: document " + one.get("DocNum") + "\n"))
        .findFirst()
        .orElseThrow(() -> new AssertionError(taken.verdict()));
  }

  private SampleObject of(String name, SampleObject object) {
    DataSet of = gateway.samples.get(name).get(0).head();
    DataSet head = object.head();
    head.put(Tag.PATIENT_ID, Vr.LO, of.string(Tag.PATIENT_ID));
    head.put(Tag.PATIENT_NAME, Vr.PN, of.string(Tag.PATIENT_NAME));
    head.put(Tag.PATIENT_BIRTH_DATE, Vr.DA, of.string(Tag.PATIENT_BIRTH_DATE));
    head.put(Tag.PATIENT_SEX, Vr.CS, of.string(Tag.PATIENT_SEX));
    return object;
  }
}
