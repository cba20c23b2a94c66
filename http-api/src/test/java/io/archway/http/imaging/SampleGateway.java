package io.archway.http.imaging;

import io.archway.dicom.data.DataSet;
import io.archway.dicom.data.ParseLimits;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Vr;
import io.archway.http.account.AccountSettings;
import io.archway.http.account.Accounts;
import io.archway.http.account.FirstAdministrator;
import io.archway.http.account.FirstPassword;
import io.archway.http.account.PasswordHashing;
import io.archway.http.account.Seal;
import io.archway.http.account.SignInSettings;
import io.archway.http.audit.AuditTrail;
import io.archway.http.bucket.Bucket;
import io.archway.http.event.EventFollowers;
import io.archway.http.event.FollowerLimits;
import io.archway.http.imaging.report.ReportPrinting;
import io.archway.http.imaging.report.ReportPublisher;
import io.archway.http.imaging.report.ReportSettings;
import io.archway.http.imaging.upload.UploadLimits;
import io.archway.http.kernel.Family;
import io.archway.http.kernel.HttpServer;
import io.archway.http.kernel.HttpSettings;
import io.archway.http.live.Live;
import io.archway.http.live.LiveSettings;
import io.archway.http.thumbnail.ThumbnailSettings;
import io.archway.http.thumbnail.Thumbnails;
import io.archway.index.account.FirstStart;
import io.archway.index.database.Database;
import io.archway.index.database.DatabaseSettings;
import io.archway.index.database.KeySequence;
import io.archway.index.disk.FileDisk;
import io.archway.index.event.EventDao;
import io.archway.index.inbox.InboxReason;
import io.archway.index.inbox.InboxRows;
import io.archway.index.inbox.NewInboxEntry;
import io.archway.index.matching.Matching;
import io.archway.index.matching.MatchingRules;
import io.archway.index.medium.MediumDao;
import io.archway.index.store.ObjectStore;
import io.archway.index.store.Sender;
import io.archway.index.store.StoreSettings;
import io.archway.index.study.Instance;
import io.archway.index.study.StudyDao;
import io.archway.ingest.Arrival;
import io.archway.ingest.ArrivalRequest;
import io.archway.ingest.Eraser;
import io.archway.ingest.IngestSettings;
import io.archway.ingest.Intake;
import io.archway.ingest.catalog.CatalogSettings;
import io.archway.ingest.catalog.IndexCatalog;
import io.archway.ingest.file.FileIntake;
import io.archway.ingest.file.FileVerdict;
import io.archway.ingest.file.StreamIntake;
import io.archway.testdata.SampleObject;
import io.archway.testdata.SampleStudy;
import io.archway.testdata.Samples;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A gateway without its DICOM side: a real index, a real store and a real HTTP server, with two
 * organizations, a few users and synthetic studies that went in by the one way in.
 */
final class SampleGateway implements AutoCloseable {

  static final String PASSWORD = "correct horse";
  static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  static final int MAX_FAILURES = 5;

  /** The same of one address. */
  static final int MAX_FAILURES_PER_ADDRESS = 10;

  private static final Sender SENDER = new Sender("dimse", "SCANNER", "ARCHWAY", "192.0.2.7");
  private static final Sender OTHER_SENDER = new Sender("dimse", "SCANNER", "OTHER", "192.0.2.8");

  private final Bucket bucket;
  private final UploadLimits uploads;
  final Database database;
  final ObjectStore store;
  final HttpServer server;
  final List<Family> families;

  /** What was stored, by the name that {@link #variables} use. */
  final Map<String, List<SampleObject>> samples = new LinkedHashMap<>();

  final AuditTrail audit;

  private final EventFollowers followers;
  private final Live live;
  private final Thumbnails thumbnails;
  final ReportPublisher reports;
  private final FileDisk disk;
  private final IndexCatalog catalog;
  final Intake intake;
  private final long organizationKey;
  private final long otherOrganizationKey;
  private final Map<String, String> variables = new HashMap<>();

  SampleGateway(Path folder) throws IOException {
    this(folder, InstantSource.system());
  }

  SampleGateway(Path folder, InstantSource clock) throws IOException {
    this(folder, clock, DatabaseSettings.h2("async:" + folder.resolve("index")));
  }

  SampleGateway(Path folder, InstantSource clock, DatabaseSettings index) throws IOException {
    this(folder, clock, index, null, UploadLimits.defaults());
  }

  /** With an object store, and other limits of uploads. */
  SampleGateway(
      Path folder, InstantSource clock, DatabaseSettings index, Bucket bucket, UploadLimits uploads)
      throws IOException {
    this.bucket = bucket;
    this.uploads = uploads;
    database = Database.open(index);
    disk = FileDisk.open(folder.resolve("store"));
    store = ObjectStore.open(disk, StoreSettings.defaults());
    catalog = new IndexCatalog(database, CatalogSettings.DEFAULT);
    intake = new Intake(IngestSettings.defaults(), ParseLimits.DEFAULT, store, catalog);
    PasswordHashing passwords = new PasswordHashing();
    FirstStart.Names names =
        new FirstStart.Names("clinic", "Clinic", "Main office", List.of("ARCHWAY"), "admin");
    organizationKey =
        FirstAdministrator.ensure(
                database, names, new FirstPassword(PASSWORD, passwords), () -> NOW)
            .start()
            .organizationKey();
    SamplePeople people = new SamplePeople(database, variables);
    otherOrganizationKey = people.otherOrganization();
    intake.start();
    String hash = passwords.hash(PASSWORD);
    people.user(organizationKey, "clerk", hash, false);
    people.user(otherOrganizationKey, "stranger", hash, true);
    people.user(organizationKey, "dentist", hash, false);
    people.user(organizationKey, "reader", hash, false);
    people.user(organizationKey, "viewer", hash, false);
    people.user(organizationKey, "receptionist", hash, false);
    takeSamples(Files.createDirectory(folder.resolve("samples")));
    new SampleAssociations(database, organizationKey, otherOrganizationKey, variables).record();
    followers = new EventFollowers(database, FollowerLimits.defaults());
    followers.start();
    live = new Live(LiveSettings.defaults("7ad3773142a6692b25b8"), followers);
    audit = AuditTrail.open(database, disk);
    audit.start();
    thumbnails = new Thumbnails(ThumbnailSettings.defaults(folder.resolve("thumbnails")));
    people.name(organizationKey, otherOrganizationKey);
    variables.put(
        "branch.inbox",
        waiting(organizationKey, "panoramic", Long.valueOf(variables.get("branch.office"))));
    reports =
        new ReportPublisher(
            database,
            new StreamIntake(intake),
            new ReportPrinting(ReportSettings.defaults()),
            clock);
    ImagingApi.Foundation foundation = foundation(passwords, clock);
    families =
        List.of(
            ImagingApi.family(foundation, "test"),
            SampleFamilies.patients(foundation),
            SampleFamilies.documents(foundation));
    server = HttpServer.start(settings(), live, families.toArray(Family[]::new));
    variables.put("web", "http://127.0.0.1:" + server.port());
    variables.put("sftp", SftpPeer.SHARED.host());
  }

  private ImagingApi.Foundation foundation(PasswordHashing passwords, InstantSource clock) {
    SignInSettings signIn =
        new SignInSettings(
            Duration.ofHours(12), MAX_FAILURES, MAX_FAILURES_PER_ADDRESS, Duration.ofMinutes(5));
    Accounts accounts =
        new Accounts(
            AccountSettings.defaults().withSignIn(signIn), new Seal(Seal.newKey()), Set.of());
    return new ImagingApi.Foundation(
        database,
        store,
        intake,
        passwords,
        accounts,
        clock,
        intake::awaitIndexed,
        followers,
        this::discard,
        audit,
        thumbnails,
        new Eraser(intake, catalog, database, thumbnails::forget),
        uploads,
        bucket,
        ReportSettings.defaults(),
        reports,
        live);
  }

  private void discard(long organization, long inboxKey) throws IOException {
    new Eraser(intake, catalog, database).discard(organization, inboxKey);
  }

  private static HttpSettings settings() {
    return HttpSettings.defaults(new SimpleMeterRegistry()).withPort(0);
  }

  private void takeSamples(Path folder) throws IOException {
    FileIntake files = new FileIntake(intake, ParseLimits.DEFAULT);
    SampleStudy cbct = SampleStudy.of(1, 0, "cbct");
    for (int i = 0; i < 4; i++) {
      take(files, folder, SENDER, "cbct", Samples.slice(cbct, 16, 16, 4, i));
    }
    take(files, folder, SENDER, "panoramic", Samples.panoramic(2, 64));
    take(files, folder, SENDER, "intraoral", Samples.intraOral(3, 32, 0));
    take(files, folder, SENDER, "intraoral", Samples.intraOral(3, 32, 9));
    take(files, folder, SENDER, "documents", Samples.photograph(4, 32));
    take(files, folder, SENDER, "documents", Samples.pdf(4));
    take(files, folder, SENDER, "documents", Samples.stl(4, 30_000));
    take(files, folder, SENDER, "documents", Samples.report(4));
    take(files, folder, SENDER, "large", Samples.slice(5, 1024, 1024));
    take(files, folder, SENDER, "conflict", Samples.tiny(6));
    take(files, folder, SENDER, "contradiction", changed(Samples.tiny(6)));
    take(files, folder, OTHER_SENDER, "other", Samples.tiny(7));
    take(files, folder, SENDER, "quarantined", without(Samples.tiny(8), Tag.STUDY_INSTANCE_UID));
    intake.awaitIndexed();
    samples.remove("quarantined");
    nameSamples();
    nameInbox();
  }

  /** An object that comes later, from the scanner of the main office. */
  void take(Path folder, SampleObject object) throws IOException {
    take(new FileIntake(intake, ParseLimits.DEFAULT), folder, SENDER, "later", object);
    intake.awaitIndexed();
  }

  /** An object that comes later from some device, with ids and UIDs by this name. */
  void take(Path folder, Sender sender, String name, SampleObject object) throws IOException {
    take(new FileIntake(intake, ParseLimits.DEFAULT), folder, sender, name, object);
    intake.awaitIndexed();
    nameSamples();
  }

  /**
   * Images without a Patient ID of whom the scan is of, and images of whom the panoramic image is
   * of by almost the same Patient ID and name; and what matching makes of all that is here.
   */
  void takeDoubtfulPatients(Path folder) throws IOException {
    match();
    FileIntake files = new FileIntake(intake, ParseLimits.DEFAULT);
    take(files, folder, SENDER, "nameless", without(Samples.panoramic(1, 32), Tag.PATIENT_ID));
    SampleObject alike = Samples.photograph(2, 32);
    alike.head().put(Tag.PATIENT_ID, Vr.LO, "S 77");
    alike.head().put(Tag.PATIENT_NAME, Vr.PN, "SMITH^JON");
    take(files, folder, SENDER, "alike", alike);
    intake.awaitIndexed();
    match();
    nameSamples();
    nameEntriesOf("nameless");
    nameEntriesOf("alike");
  }

  /** What the thread that follows events does in a gateway, until nothing is left to be done. */
  void match() {
    MatchingRules rules =
        new MatchingRules(Duration.ofMinutes(10), MatchingRules.WithoutOrder.INBOX, ZoneOffset.UTC);
    Matching matching = new Matching(database, rules, InstantSource.system());
    while (matching.pass()) {
      continue;
    }
  }

  long lastEvent() {
    intake.awaitIndexed();
    return database.read(handle -> handle.attach(EventDao.class).lastNumber());
  }

  /** Of any organization, as clients are told them. */
  List<String> eventTypesAfter(long number) {
    intake.awaitIndexed();
    return database
        .read(handle -> handle.attach(EventDao.class).after(number, Integer.MAX_VALUE))
        .stream()
        .map(event -> event.eventType().toLowerCase(Locale.ROOT))
        .toList();
  }

  /** By sample and reason: alike.patients_alike. */
  private void nameEntriesOf(String name) {
    database.read(
        handle -> {
          handle
              .createQuery("SELECT reason, inbox_key FROM inbox WHERE patient_key = ?")
              .bind(0, Long.parseLong(variables.get(name + ".patient")))
              .map((row, context) -> new Waiting(row.getString(1), row.getLong(2)))
              .forEach(
                  one ->
                      variables.put(
                          name + "." + one.reason().toLowerCase(Locale.ROOT),
                          Long.toString(one.key())));
          return null;
        });
  }

  /** An object that is there, but for its end. */
  Arrival begin(Sender sender, SampleObject object) {
    Arrival arrival =
        intake.begin(
            new ArrivalRequest(
                sender,
                () -> null,
                object.sopClassUid(),
                object.sopInstanceUid(),
                object.transferSyntax().uid()),
            () -> {});
    if (!arrival.write(ByteBuffer.wrap(object.dataSetBytes()))) {
      throw new IllegalStateException("an object that is too large to wait here");
    }
    return arrival;
  }

  private static SampleObject changed(SampleObject object) {
    DataSet head = object.head();
    head.put(Tag.SERIES_DESCRIPTION, Vr.LO, "another description");
    return object;
  }

  private static SampleObject without(SampleObject object, int tag) {
    object.head().remove(tag);
    return object;
  }

  /** The entries of the samples, and two as matching would have opened them. */
  private void nameInbox() {
    database.read(
        handle -> {
          handle
              .createQuery("SELECT reason, inbox_key FROM inbox")
              .map((row, context) -> new Waiting(row.getString(1), row.getLong(2)))
              .forEach(one -> variables.put(one.reason() + ".inbox", Long.toString(one.key())));
          return null;
        });
    for (String name : List.of("intraoral", "other")) {
      long organization = name.equals("other") ? otherOrganizationKey : organizationKey;
      variables.put(name + ".inbox", waiting(organization, name, null));
    }
  }

  /** Images of a sample that wait in an office for somebody to say whose order they are. */
  private String waiting(long organization, String name, Long officeKey) {
    Instance instance = instance(organization, samples.get(name).get(0).sopInstanceUid());
    long key = database.nextKey(KeySequence.INBOX);
    NewInboxEntry entry =
        new NewInboxEntry(
            key,
            organization,
            InboxReason.ORDER_UNMATCHED,
            "study:" + instance.studyKey(),
            instance.patientKey(),
            instance.studyKey(),
            null,
            null,
            null,
            officeKey,
            "{\"why\":\"no_order\"}");
    database.inConnection(connection -> InboxRows.open(connection, List.of(entry), NOW));
    return Long.toString(key);
  }

  private record Waiting(String reason, long key) {}

  private void take(FileIntake files, Path folder, Sender sender, String name, SampleObject object)
      throws IOException {
    List<SampleObject> named = samples.computeIfAbsent(name, n -> new java.util.ArrayList<>());
    Path file = folder.resolve(name + named.size() + ".dcm");
    Files.write(file, object.fileBytes());
    FileVerdict verdict = files.take(file, sender);
    if (verdict.verdict() == null || !verdict.verdict().isKept()) {
      throw new IllegalStateException(name + ": " + verdict);
    }
    named.add(object);
  }

  private void nameSamples() {
    samples.forEach(
        (name, objects) -> {
          long organization = name.equals("other") ? otherOrganizationKey : organizationKey;
          Instance instance = instance(organization, objects.get(0).sopInstanceUid());
          variables.put(name + ".uid", instance.sopInstanceUid());
          for (int i = 0; i < objects.size(); i++) {
            variables.put(name + "." + i + ".uid", objects.get(i).sopInstanceUid());
          }
          variables.put(name + ".study", instance.studyInstanceUid());
          variables.put(name + ".patient", Long.toString(instance.patientKey()));
          variables.put(name + ".media", Long.toString(medium(instance)));
        });
  }

  private Instance instance(long organization, String sopInstanceUid) {
    return database.read(
        handle ->
            handle.attach(StudyDao.class).instance(organization, sopInstanceUid).orElseThrow());
  }

  private long medium(Instance instance) {
    return database.read(
        handle ->
            handle
                .attach(MediumDao.class)
                .keyOfStudy(instance.organizationKey(), instance.studyKey())
                .orElseThrow());
  }

  /** Ids and UIDs of the samples: {@code cbct.media}, {@code cbct.patient}, {@code other.uid}. */
  Map<String, String> variables() {
    return Map.copyOf(variables);
  }

  String variable(String name) {
    return variables.get(name);
  }

  /** The token of a user, by signing in. */
  String token(String username) throws IOException {
    String body = "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(username, PASSWORD);
    ApiClient.Answer answer =
        new ApiClient(server.port())
            .send("POST", "/api/auth/login", Map.of("Content-Type", "application/json"), body);
    if (answer.status() != 200) {
      throw new IllegalStateException("sign-in of " + username + ": " + answer.status());
    }
    return answer.json().get("access_token").textValue();
  }

  @Override
  public void close() throws IOException {
    server.close();
    followers.close();
    reports.close();
    audit.close();
    thumbnails.close();
    intake.close();
    store.close();
    disk.close();
    database.close();
  }
}
