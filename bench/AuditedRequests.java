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
import io.archway.http.kernel.AccessTrail;
import io.archway.http.kernel.Family;
import io.archway.http.kernel.HttpServer;
import io.archway.http.kernel.HttpSettings;
import io.archway.index.account.AccessTokenDao;
import io.archway.index.account.AccountDao;
import io.archway.index.account.FirstStart;
import io.archway.index.database.Database;
import io.archway.index.database.DatabaseSettings;
import io.archway.index.database.KeySequence;
import io.archway.index.disk.FileDisk;
import io.archway.index.patient.PatientIdentity;
import io.archway.index.patient.PatientName;
import io.archway.index.patient.PatientRows;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * Serves the imaging API twice from one index, with and without its audit, until its input ends:
 * {@code AuditedRequests FOLDER PATIENTS}. See audit.sh.
 */
public final class AuditedRequests {
  private static final String TOKEN = "A".repeat(43);

  private AuditedRequests() {}

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]).toAbsolutePath();
    try (Database database = Database.open(DatabaseSettings.h2("async:" + folder.resolve("index")));
        FileDisk disk = FileDisk.open(folder.resolve("store"));
        AuditTrail audit = AuditTrail.open(database, disk);
        EventFollowers followers = new EventFollowers(database, FollowerLimits.defaults())) {
      fill(database, Integer.parseInt(args[1]));
      audit.start();
      followers.start();
      Family audited = family(database, followers, audit);
      try (HttpServer with = serve(audited);
          HttpServer without = serve(audited.withTrail(AccessTrail.NONE))) {
        System.out.println("ready " + with.port() + " " + without.port() + " " + TOKEN);
        while (System.in.read() >= 0) {
          // until whoever started this has seen enough
        }
      }
    }
  }

  private static HttpServer serve(Family family) {
    return HttpServer.start(HttpSettings.defaults(new SimpleMeterRegistry()).withPort(0), family);
  }

  private static Family family(Database database, EventFollowers followers, AuditTrail audit) {
    return ImagingApi.family(
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
            null),
        "bench");
  }

  private static void fill(Database database, int patients) throws Exception {
    FirstStart.Names names =
        new FirstStart.Names("clinic", "Clinic", "Main office", List.of("ARCHWAY"), "admin");
    long organizationKey =
        FirstAdministrator.ensure(
                database,
                names,
                new FirstPassword("correct horse", new PasswordHashing()),
                InstantSource.system())
            .start()
            .organizationKey();
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    String sha256 =
        HexFormat.of()
            .formatHex(
                MessageDigest.getInstance("SHA-256")
                    .digest(TOKEN.getBytes(StandardCharsets.UTF_8)));
    database.durably(
        handle -> {
          long user = handle.attach(AccountDao.class).findByLogin("admin").orElseThrow().userKey();
          handle
              .attach(AccessTokenDao.class)
              .create(
                  organizationKey, user, sha256, null, null, now, now.plus(Duration.ofDays(30)));
          return null;
        });
    database.inConnection(
        connection -> {
          List<PatientIdentity.New> rows = new ArrayList<>();
          for (int i = 0; i < patients; i++) {
            String name = "Name" + i + "^Given";
            long key = database.keys().next(connection, KeySequence.PATIENT);
            PatientIdentity identity =
                new PatientIdentity(
                    key, organizationKey, "bench", "P" + i, 0, name, LocalDate.EPOCH, "F", null);
            rows.add(
                new PatientIdentity.New(
                    identity, null, 1L, PatientName.parse(name), null, null, null, now));
          }
          PatientRows.insert(connection, rows);
          return null;
        });
    database.read(handle -> handle.execute("ANALYZE"));
  }
}
