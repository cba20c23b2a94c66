package io.archway.gateway.lifecycle;

import io.archway.dicom.data.ParseLimits;
import io.archway.dicom.dict.Uids;
import io.archway.dicom.dimse.ServiceRegistry;
import io.archway.dicom.dimse.VerificationScp;
import io.archway.dicom.net.AssociationAcceptor;
import io.archway.gateway.CommandFailure;
import io.archway.gateway.ExitCode;
import io.archway.gateway.ProgramVersion;
import io.archway.gateway.settings.Settings;
import io.archway.http.account.FirstAdministrator;
import io.archway.http.account.PasswordHashing;
import io.archway.http.account.SignInSettings;
import io.archway.http.imaging.ImagingApi;
import io.archway.http.kernel.HttpServer;
import io.archway.http.system.SystemResource;
import io.archway.index.account.FirstStart;
import io.archway.index.database.Database;
import io.archway.index.store.ObjectStore;
import io.archway.ingest.Intake;
import io.archway.ingest.Verdict;
import io.archway.ingest.catalog.Catalog;
import io.archway.ingest.file.FileIntake;
import io.archway.ingest.file.WatchedFolder;
import io.archway.storage.AssociationRecorder;
import io.archway.storage.StoragePolicy;
import io.archway.storage.StorageScp;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whole program, wired: every part in the order of its start, closed in the reverse order. */
public final class Gateway implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

  private final Settings settings;
  private final Home home;
  private final Parts parts = new Parts();
  private FirstAdministrator.Outcome administrator;
  private AssociationAcceptor dicom;
  private HttpServer http;

  private Gateway(Settings settings, Home home) {
    this.settings = settings;
    this.home = home;
  }

  /** Starts every part; if one fails, those before it are closed again. */
  public static Gateway start(Settings settings, Home home) {
    Gateway gateway = new Gateway(settings, home);
    try {
      gateway.startParts();
      return gateway;
    } catch (RuntimeException | Error e) {
      gateway.close();
      throw e;
    }
  }

  private void startParts() {
    parts.add("home", home);
    Database database =
        parts.add("index", IndexDatabase.open(settings.index(), home.disk())).database();
    PasswordHashing passwords = new PasswordHashing();
    administrator = firstStart(database, passwords);
    Catalog catalog = ObjectIntake.catalog(settings.ingest(), database);
    ObjectStore store =
        parts.add("store", ObjectIntake.openStore(settings.store(), home.disk(), catalog));
    Intake intake = parts.add("intake", ObjectIntake.start(settings, store, catalog));
    AssociationRecorder recorder = startRecorder(database, catalog);
    dicom =
        parts.add(
            "dicom",
            DicomPort.open(
                settings, policy(catalog, intake), services(intake, recorder), recorder));
    http = startHttp(database, store, passwords);
    watch(intake);
  }

  private AssociationRecorder startRecorder(Database database, Catalog catalog) {
    AssociationRecorder recorder = new AssociationRecorder(database, catalog::organizationOf);
    recorder.start();
    return parts.add("association recorder", recorder);
  }

  private HttpServer startHttp(Database database, ObjectStore store, PasswordHashing passwords) {
    PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    parts.add("metrics", metrics::close);
    ImagingApi.Foundation foundation =
        new ImagingApi.Foundation(database, store, passwords, signIn(), InstantSource.system());
    return parts.add(
        "http",
        HttpPort.open(
            settings,
            metrics,
            new SystemResource(new Health(database, store), metrics).family(),
            ImagingApi.family(foundation, ProgramVersion.text())));
  }

  private void watch(Intake intake) {
    FileIntake files = new FileIntake(intake, ParseLimits.HEADER);
    for (String folder : settings.ingest().watch()) {
      WatchedFolder watched =
          new WatchedFolder(Path.of(folder), files, settings.ingest().watchInterval().toMillis());
      try {
        watched.start();
      } catch (IOException e) {
        throw new CommandFailure(ExitCode.SETTINGS, "ingest.watch: " + e.getMessage(), e);
      }
      parts.add("watched folder", watched);
    }
  }

  private FirstAdministrator.Outcome firstStart(Database database, PasswordHashing passwords) {
    FirstStart.Names names =
        new FirstStart.Names(
            "default",
            "Default organization",
            "Main office",
            List.of(settings.dicom().aeTitle()),
            settings.admin().user());
    try {
      return FirstAdministrator.ensure(
          database, names, settings.admin().password().value(), passwords, InstantSource.system());
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.SETTINGS, "admin.password: " + e.getMessage(), e);
    }
  }

  private SignInSettings signIn() {
    Settings.Auth auth = settings.auth();
    return new SignInSettings(
        auth.tokenLifetime(), auth.maxLoginFailures(), auth.loginFailureWindow());
  }

  private StoragePolicy policy(Catalog catalog, Intake intake) {
    Settings.Dicom limits = settings.dicom();
    return new StoragePolicy(
        Set.copyOf(limits.allowedCallingAeTitles()),
        Set.copyOf(limits.allowedAddresses()),
        Set.copyOf(limits.deniedSopClasses()),
        Set.of(Uids.VERIFICATION),
        title -> catalog.organizationOf(title).isPresent(),
        () -> Optional.ofNullable(intake.refusalNow()).map(Verdict.Refused::detail));
  }

  /** Whatever else the policy lets in is storage. */
  private static ServiceRegistry services(Intake intake, AssociationRecorder recorder) {
    return ServiceRegistry.builder()
        .add(Uids.VERIFICATION, new VerificationScp())
        .addFamily(uid -> true, new StorageScp(intake, recorder::keyOf))
        .build();
  }

  /** The password of the administrator if it was made up now; it is kept nowhere. */
  public Optional<String> madeUpPassword() {
    return administrator.madeUpPassword();
  }

  /** The one line that says that everything is up, where, and how long it took since Java began. */
  public void announce() {
    long millis = System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
    LOG.info(
        "Archway ready in {} s: DICOM {} ({}), HTTP {}, data {}",
        String.format(Locale.ROOT, "%.2f", millis / 1000.0),
        dicom.port(),
        settings.dicom().aeTitle(),
        http.port(),
        home.folder());
  }

  public int dicomPort() {
    return dicom.port();
  }

  public int httpPort() {
    return http.port();
  }

  @Override
  public void close() {
    parts.close();
  }
}
