import io.archway.http.access.DefaultRole;
import io.archway.http.account.AccountSettings;
import io.archway.http.account.Accounts;
import io.archway.http.account.FirstAdministrator;
import io.archway.http.account.FirstPassword;
import io.archway.http.account.PasswordHashing;
import io.archway.http.account.Seal;
import io.archway.http.audit.AuditTrail;
import io.archway.http.event.EventFollowers;
import io.archway.http.event.FollowerLimits;
import io.archway.http.imaging.ImagingApi;
import io.archway.http.imaging.report.ReportSettings;
import io.archway.http.imaging.upload.UploadLimits;
import io.archway.http.kernel.HttpServer;
import io.archway.http.kernel.HttpSettings;
import io.archway.index.account.AccessTokenDao;
import io.archway.index.account.AccountDao;
import io.archway.index.account.FirstStart;
import io.archway.index.database.Database;
import io.archway.index.database.DatabaseSettings;
import io.archway.index.database.KeySequence;
import io.archway.index.disk.FileDisk;
import io.archway.index.organization.OrganizationDao;
import io.archway.index.patient.PatientIdentity;
import io.archway.index.patient.PatientName;
import io.archway.index.patient.PatientRows;
import io.archway.index.worklist.NewOrder;
import io.archway.index.worklist.NewStep;
import io.archway.index.worklist.StudyType;
import io.archway.index.worklist.WorklistRows;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * Serves the imaging API from an index with many patients until its input ends: {@code
 * PatientsTyped FOLDER PATIENTS}. Writes what people type, a key more a line, to FOLDER/typed. See
 * typed.sh.
 */
public final class PatientsTyped {
  private static final int GROUP = 1_000;
  private static final int TYPISTS = 300;
  private static final String CONSONANTS = "bcdfghjklmnprstvwz";
  private static final String VOWELS = "aeiou";

  /** Share of the patients that an office has, in thousandths; the first has all others. */
  private static final int[] SHARES = {0, 300, 100, 30, 10, 3, 1};

  private final Random random = new Random(7);
  private final Database database;
  private final long organizationKey;
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
  private final TreeMap<Integer, Long> offices = new TreeMap<>();
  private final List<String> families = names(3_000);
  private final List<String> givens = names(600);
  private final List<String> typed = new ArrayList<>();

  private PatientsTyped(Database database) {
    this.database = database;
    FirstStart.Names names =
        new FirstStart.Names("clinic", "Clinic", "Main office", List.of("ARCHWAY"), "admin");
    this.organizationKey =
        FirstAdministrator.ensure(
                database,
                names,
                new FirstPassword("correct horse", new PasswordHashing()),
                InstantSource.system())
            .start()
            .organizationKey();
  }

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]).toAbsolutePath();
    try (Database database = Database.open(DatabaseSettings.h2("async:" + folder.resolve("index")));
        FileDisk disk = FileDisk.open(folder.resolve("store"));
        AuditTrail audit = AuditTrail.open(database, disk);
        EventFollowers followers = new EventFollowers(database, FollowerLimits.defaults())) {
      DefaultRole.ensure(database);
      new PatientsTyped(database).fill(Integer.parseInt(args[1]), folder.resolve("typed"));
      audit.start();
      followers.start();
      try (HttpServer server = serve(database, followers, audit)) {
        System.out.println("ready " + server.port());
        while (System.in.read() >= 0) {
          // until whoever started this has seen enough
        }
      }
    }
  }

  private static HttpServer serve(Database database, EventFollowers followers, AuditTrail audit) {
    ImagingApi.Foundation foundation =
        new ImagingApi.Foundation(
            database,
            null,
            null,
            new PasswordHashing(),
            new Accounts(AccountSettings.defaults(), new Seal(Seal.newKey()), Set.of()),
            InstantSource.system(),
            () -> {},
            followers,
            null,
            audit,
            null,
            null,
            UploadLimits.defaults(),
            null,
            ReportSettings.defaults(),
            null,
            null);
    return HttpServer.start(
        HttpSettings.defaults(new SimpleMeterRegistry()).withPort(0),
        ImagingApi.family(foundation, "bench"));
  }

  /** Common ones first, and far more common. */
  private List<String> names(int count) {
    List<String> names = new ArrayList<>();
    while (names.size() < count) {
      StringBuilder name = new StringBuilder();
      for (int syllable = 2 + random.nextInt(2); syllable > 0; syllable--) {
        name.append(CONSONANTS.charAt(random.nextInt(CONSONANTS.length())))
            .append(VOWELS.charAt(random.nextInt(VOWELS.length())));
      }
      names.add(name.toString());
    }
    return names;
  }

  private String one(List<String> names) {
    return names.get((int) (names.size() * Math.pow(random.nextDouble(), 3)));
  }

  private void fill(int patients, Path file) throws Exception {
    user("admin", null, null);
    int below = 0;
    for (int i = 1; i < SHARES.length; i++) {
      long office = office("Office " + i);
      user("dentist" + SHARES[i], DefaultRole.DENTIST.slug(), office);
      below += SHARES[i];
      offices.put(below, office);
    }
    for (int from = 0; from < patients; from += GROUP) {
      insert(from, Math.min(patients, from + GROUP), patients);
    }
    database.read(handle -> handle.execute("ANALYZE"));
    Files.write(file, typed);
  }

  private long office(String name) {
    return database.durably(
        handle -> {
          OrganizationDao organizations = handle.attach(OrganizationDao.class);
          organizations.insertOffice(organizationKey, name, now);
          return organizations.offices(organizationKey).stream()
              .filter(office -> office.name().equals(name))
              .findFirst()
              .orElseThrow()
              .officeKey();
        });
  }

  /** Their token is their name, as long as a token is. */
  private void user(String name, String role, Long office) throws Exception {
    String token = name + "A".repeat(43 - name.length());
    byte[] sha256 =
        MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    database.durably(
        handle -> {
          AccountDao accounts = handle.attach(AccountDao.class);
          if (role != null) {
            accounts.create(organizationKey, name, name + "@clinic.example", "", now);
            long key = accounts.findByLogin(name).orElseThrow().userKey();
            accounts.giveRole(key, accounts.roleKey(organizationKey, role).orElseThrow());
            accounts.bindToOffice(key, office);
          }
          long key = accounts.findByLogin(name).orElseThrow().userKey();
          handle
              .attach(AccessTokenDao.class)
              .create(
                  organizationKey,
                  key,
                  HexFormat.of().formatHex(sha256),
                  null,
                  null,
                  now,
                  now.plus(Duration.ofDays(30)));
          return null;
        });
  }

  private void insert(int from, int to, int all) {
    database.inConnection(
        connection -> {
          List<PatientIdentity.New> rows = new ArrayList<>();
          for (int i = from; i < to; i++) {
            rows.add(patient(i, all, database.keys().next(connection, KeySequence.PATIENT)));
          }
          PatientRows.insert(connection, rows);
          for (PatientIdentity.New row : rows) {
            if (random.nextInt(10) == 0) {
              NewOrder order =
                  NewOrder.of(
                      organizationKey,
                      row.officeKey(),
                      row.identity().patientKey(),
                      StudyType.COMPREHENSIVE_READ,
                      List.of(NewStep.of("PX", LocalDate.now(), LocalTime.NOON)));
              WorklistRows.insert(connection, database.keys(), order, now).orElseThrow();
            }
          }
          return null;
        });
  }

  private PatientIdentity.New patient(int number, int all, long key) {
    String family = one(families);
    String given = one(givens);
    if (number % Math.max(1, all / TYPISTS) == 0) {
      type(family + "%20" + given);
      type(given + "%20" + family);
      type("P" + number);
    }
    String name = family + "^" + given;
    PatientIdentity identity =
        new PatientIdentity(
            key, organizationKey, "bench", "P" + number, 0, name, LocalDate.EPOCH, "F", null);
    var office = offices.higherEntry(random.nextInt(1_000));
    return new PatientIdentity.New(
        identity,
        null,
        office == null ? 1L : office.getValue(),
        PatientName.parse(name),
        null,
        null,
        null,
        now);
  }

  private void type(String text) {
    for (int end = 1; end <= text.length(); end++) {
      String soFar = text.substring(0, end);
      if (!soFar.matches(".*%2?")) {
        typed.add(soFar);
      }
    }
  }
}
