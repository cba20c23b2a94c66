package io.archway.gateway.lifecycle;

import io.archway.dicom.dict.Uids;
import io.archway.dicom.dimse.ServiceRegistry;
import io.archway.dicom.dimse.VerificationScp;
import io.archway.dicom.net.AssociationAcceptor;
import io.archway.gateway.CommandFailure;
import io.archway.gateway.ExitCode;
import io.archway.gateway.ProgramVersion;
import io.archway.gateway.home.Apart;
import io.archway.gateway.home.Home;
import io.archway.gateway.home.ObjectIntake;
import io.archway.gateway.home.OpenHome;
import io.archway.gateway.home.Parts;
import io.archway.gateway.operation.ControlPort;
import io.archway.gateway.settings.Settings;
import io.archway.http.account.SignInSettings;
import io.archway.http.imaging.ImagingApi;
import io.archway.http.kernel.HttpServer;
import io.archway.http.system.SystemResource;
import io.archway.ingest.Eraser;
import io.archway.ingest.Retention;
import io.archway.ingest.Verdict;
import io.archway.ingest.file.FileIntake;
import io.archway.ingest.file.WatchedFolder;
import io.archway.ingest.header.HeaderReading;
import io.archway.storage.AssociationRecorder;
import io.archway.storage.CalledAeTitles;
import io.archway.storage.StoragePolicy;
import io.archway.storage.StorageScp;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whole program, wired: every part in the order of its start, closed in the reverse order. */
public final class Gateway implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

  private final OpenHome home;
  private final Settings settings;
  private final Parts parts = new Parts();
  private final PrometheusMeterRegistry metrics =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private volatile AssociationAcceptor dicom;
  private HttpServer http;

  private Gateway(OpenHome home) {
    this.home = home;
    this.settings = home.settings();
  }

  /** Starts every part; if one fails, those before it are closed again. */
  public static Gateway start(Settings settings, Home home) {
    Gateway gateway = new Gateway(OpenHome.open(settings, home));
    try {
      gateway.startParts();
      return gateway;
    } catch (RuntimeException | Error e) {
      gateway.close();
      throw e;
    }
  }

  private void startParts() {
    parts.add("open home", home);
    parts.add("metrics", metrics::close);
    AssociationRecorder recorder = startRecorder();
    new HomeMetrics(home).register(metrics);
    ArrivalMetrics arrivals = new ArrivalMetrics(metrics);
    arrivals.register();
    AssociationMetrics associations = new AssociationMetrics(metrics, recorder);
    associations.register();
    http = startHttp();
    watch(arrivals);
    retain();
    parts.add("control", ControlPort.open(home));
    // Last, so that it is the first to close: a stop begins with taking no more associations.
    dicom =
        parts.add(
            "dicom",
            DicomPort.open(settings, policy(), services(recorder, arrivals), associations));
  }

  private AssociationRecorder startRecorder() {
    AssociationRecorder recorder =
        new AssociationRecorder(
            home.database(), ObjectIntake.STORE_NAME, home.catalog()::organizationOf);
    recorder.start();
    return parts.add("association recorder", recorder);
  }

  private StoragePolicy policy() {
    CalledAeTitles calledAeTitles =
        parts.add("called AE titles", new CalledAeTitles(home.database()));
    calledAeTitles.start();
    Settings.Dicom limits = settings.dicom();
    return new StoragePolicy(
        Set.copyOf(limits.allowedCallingAeTitles()),
        Set.copyOf(limits.allowedAddresses()),
        Set.copyOf(limits.deniedSopClasses()),
        Set.of(Uids.VERIFICATION),
        calledAeTitles,
        () -> Optional.ofNullable(home.intake().refusalNow()).map(Verdict.Refused::detail));
  }

  /** Whatever else the policy lets in is storage. */
  private ServiceRegistry services(AssociationRecorder recorder, ArrivalMetrics arrivals) {
    return ServiceRegistry.builder()
        .add(Uids.VERIFICATION, new VerificationScp())
        .addFamily(
            uid -> true, new StorageScp(home.intake(), recorder::keyOf, arrivals.overDimse()))
        .build();
  }

  private HttpServer startHttp() {
    ImagingApi.Foundation foundation =
        new ImagingApi.Foundation(
            home.database(),
            home.store(),
            home.passwords(),
            signIn(),
            InstantSource.system(),
            home.intake()::awaitIndexed);
    Health health = new Health(home, this::isListening);
    return parts.add(
        "http",
        HttpPort.open(
            settings,
            metrics,
            new SystemResource(health, metrics).family(),
            ImagingApi.family(foundation, ProgramVersion.text())));
  }

  private boolean isListening() {
    AssociationAcceptor acceptor = dicom;
    return acceptor != null && acceptor.isListening();
  }

  private SignInSettings signIn() {
    Settings.Auth auth = settings.auth();
    return new SignInSettings(
        auth.tokenLifetime(), auth.maxLoginFailures(), auth.loginFailureWindow());
  }

  private void watch(ArrivalMetrics arrivals) {
    FileIntake files = new FileIntake(home.intake(), HeaderReading.LIMITS);
    long intervalMillis = settings.ingest().watchInterval().toMillis();
    for (String folder : settings.ingest().watch()) {
      Apart.fromHome(home.folder(), Path.of(folder), ExitCode.SETTINGS, "ingest.watch");
      WatchedFolder watched =
          new WatchedFolder(Path.of(folder), files, intervalMillis, arrivals.fromWatchedFolders());
      try {
        watched.start();
      } catch (IOException e) {
        throw new CommandFailure(ExitCode.SETTINGS, "ingest.watch: " + e.getMessage(), e);
      }
      parts.add("watched folder", watched);
    }
  }

  private void retain() {
    Settings.Retention rules = settings.retention();
    if (!rules.enabled()) {
      return;
    }
    Retention retention =
        new Retention(
            new Retention.Rules(
                rules.maxAge(),
                rules.freeSpace().bytes(),
                rules.minAge(),
                rules.reportRequired(),
                rules.compactFrom()),
            new Eraser(home.intake(), home.catalog(), home.database().forArrivals()),
            home.store(),
            home.database(),
            InstantSource.system(),
            rules.interval().toMillis());
    retention.start();
    parts.add("retention", retention);
  }

  /** To be shown once, and never logged: the password that was made up for a new administrator. */
  public Optional<String> passwordNotice() {
    return home.passwordNotice();
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
