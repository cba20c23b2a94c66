package io.archway.gateway.lifecycle;

import io.archway.dicom.dict.Uids;
import io.archway.dicom.dimse.ServiceRegistry;
import io.archway.dicom.dimse.VerificationScp;
import io.archway.dicom.net.AssociationAcceptor;
import io.archway.gateway.CommandFailure;
import io.archway.gateway.ExitCode;
import io.archway.gateway.ProgramVersion;
import io.archway.gateway.home.Apart;
import io.archway.gateway.home.Deadline;
import io.archway.gateway.home.Home;
import io.archway.gateway.home.ObjectIntake;
import io.archway.gateway.home.OpenHome;
import io.archway.gateway.home.Parts;
import io.archway.gateway.home.Stopped;
import io.archway.gateway.operation.ControlPort;
import io.archway.gateway.settings.Settings;
import io.archway.http.audit.AuditTrail;
import io.archway.http.bucket.Bucket;
import io.archway.http.event.EventFollowers;
import io.archway.http.imaging.ImagingApi;
import io.archway.http.imaging.report.ReportPrinting;
import io.archway.http.imaging.report.ReportPublisher;
import io.archway.http.kernel.Family;
import io.archway.http.kernel.HttpServer;
import io.archway.http.live.Live;
import io.archway.http.message.MessageSender;
import io.archway.http.patients.PatientsApi;
import io.archway.http.system.SystemResource;
import io.archway.http.thumbnail.Thumbnails;
import io.archway.index.matching.Matching;
import io.archway.index.matching.MatchingThread;
import io.archway.ingest.Eraser;
import io.archway.ingest.HistoryRetention;
import io.archway.ingest.Retention;
import io.archway.ingest.SilentAgents;
import io.archway.ingest.Verdict;
import io.archway.ingest.file.FileIntake;
import io.archway.ingest.file.StreamIntake;
import io.archway.ingest.file.WatchedFolder;
import io.archway.ingest.header.HeaderReading;
import io.archway.storage.AssociationRecorder;
import io.archway.storage.CalledAeTitles;
import io.archway.storage.RefusalLog;
import io.archway.storage.StoragePolicy;
import io.archway.storage.StorageScp;
import io.archway.worklist.ModalityWorklistScp;
import io.archway.worklist.mpps.PerformedStepScp;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole program, wired. A stop has one deadline for everything: first all doors close together,
 * what runs behind them going on for a while, then what served them, then the home.
 */
public final class Gateway implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

  /** Of the time of a stop: for running transfers and requests, and until all doors are closed. */
  private static final int WORK_EIGHTHS = 6;

  private static final int DOORS_EIGHTHS = 7;

  private final OpenHome home;
  private final Settings settings;
  private final InstantSource clock;
  private final Parts doors = new Parts();
  private final Parts servants = new Parts();
  private final PrometheusMeterRegistry metrics =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private volatile AssociationAcceptor dicom;
  private Thumbnails thumbnails;
  private HttpServer http;

  private Gateway(OpenHome home, InstantSource clock) {
    this.home = home;
    this.clock = clock;
    this.settings = home.settings();
  }

  /** Starts every part; if one fails, those before it are closed again. */
  public static Gateway start(Settings settings, Home home) {
    return start(settings, home, InstantSource.system());
  }

  /** With a clock that decides what is old, quiet or expired; nothing waits by it. */
  static Gateway start(Settings settings, Home home, InstantSource clock) {
    Gateway gateway = new Gateway(OpenHome.open(settings, home, clock), clock);
    try {
      gateway.startParts();
      return gateway;
    } catch (RuntimeException | Error e) {
      gateway.stop();
      throw e;
    }
  }

  private void startParts() {
    servants.add("metrics", metrics::close);
    AssociationRecorder recorder = startRecorder();
    new HomeMetrics(home).register(metrics);
    ArrivalMetrics arrivals = new ArrivalMetrics(metrics);
    arrivals.register();
    RefusalLog refusals = new RefusalLog(recorder);
    AssociationMetrics associations = new AssociationMetrics(metrics, refusals);
    associations.register();
    thumbnails = startThumbnails();
    http = startHttp();
    watch(arrivals);
    watchOrders();
    watchDocuments();
    retain();
    forget();
    watchAgents();
    match();
    sendMessages();
    doors.add("control", ControlPort.open(home));
    ServiceRegistry services = services(recorder, arrivals, refusals);
    dicom = DicomPort.open(settings, policy(), services, associations);
    doors.add("dicom", dicom, dicom::close);
  }

  private AssociationRecorder startRecorder() {
    AssociationRecorder recorder =
        new AssociationRecorder(
            home.database(), ObjectIntake.STORE_NAME, home.catalog()::organizationOf);
    recorder.start();
    return servants.add("association recorder", recorder, recorder::close);
  }

  private StoragePolicy policy() {
    CalledAeTitles calledAeTitles = new CalledAeTitles(home.database());
    calledAeTitles.start();
    servants.add("called AE titles", calledAeTitles, calledAeTitles::close);
    return DicomPort.policy(
        settings.dicom(),
        calledAeTitles,
        () -> Optional.ofNullable(home.intake().refusalNow()).map(Verdict.Refused::detail));
  }

  /** Whatever else the policy lets in is storage. */
  private ServiceRegistry services(
      AssociationRecorder recorder, ArrivalMetrics arrivals, RefusalLog refusals) {
    return ServiceRegistry.builder()
        .add(Uids.VERIFICATION, new VerificationScp())
        .add(Uids.MODALITY_WORKLIST_INFORMATION_MODEL_FIND, worklist())
        .add(Uids.MODALITY_PERFORMED_PROCEDURE_STEP, performedSteps())
        .addFamily(
            uid -> true,
            new StorageScp(
                home.intake(),
                recorder::keyOf,
                arrivals.overDimse(),
                refusals,
                Set.copyOf(settings.dicom().deniedSopClasses())))
        .build();
  }

  private ModalityWorklistScp worklist() {
    ModalityWorklistScp worklist =
        new ModalityWorklistScp(
            home.database(),
            home.catalog()::organizationOf,
            WorklistPart.settings(settings.worklist()),
            clock);
    return servants.add("worklist", worklist, worklist::close);
  }

  private PerformedStepScp performedSteps() {
    PerformedStepScp performed =
        new PerformedStepScp(
            home.database(),
            home.catalog()::organizationOf,
            WorklistPart.settings(settings.mpps()),
            clock);
    return servants.add("performed steps", performed, performed::close);
  }

  private HttpServer startHttp() {
    Eraser eraser = eraser();
    EventFollowers followers = startFollowers();
    Live live = new Live(LivePart.settings(home), followers);
    ImagingApi.Foundation foundation =
        new ImagingApi.Foundation(
            home.database(),
            home.store(),
            home.intake(),
            home.passwords(),
            AccountPart.accounts(home),
            clock,
            home.intake()::awaitIndexed,
            followers,
            eraser::discard,
            startAudit(),
            thumbnails,
            eraser,
            HttpPort.uploads(settings),
            bucket(),
            PartSettings.reports(settings.reports()),
            startReports(),
            live);
    Health health = new Health(home, this::isListening);
    HttpServer server =
        HttpPort.open(
            settings,
            metrics,
            live,
            new SystemResource(health, metrics).family(ProgramVersion.text()),
            ImagingApi.family(foundation, ProgramVersion.text()),
            patients(foundation),
            DocumentsPart.family(home, foundation, servants));
    return doors.add("http", server, server::close);
  }

  private Family patients(ImagingApi.Foundation on) {
    return PatientsApi.family(
        new PatientsApi.Foundation(
            on.database(), on.accounts(), on.clock(), on.awaitIndexed(), on.audit()),
        HttpPort.patients(settings),
        ProgramVersion.text());
  }

  /** Objects that uploads may name; null without an object store. */
  private Bucket bucket() {
    Settings.S3 s3 = settings.uploads().s3();
    if (s3.endpoint().isEmpty()) {
      return null;
    }
    Bucket bucket = new Bucket(PartSettings.bucket(s3));
    return servants.add("object store", bucket);
  }

  private Eraser eraser() {
    return new Eraser(
        home.intake(), home.catalog(), home.database().forArrivals(), thumbnails::forget);
  }

  private ReportPublisher startReports() {
    ReportPublisher reports =
        new ReportPublisher(
            home.database(),
            new StreamIntake(home.intake()),
            new ReportPrinting(PartSettings.reports(settings.reports())),
            clock);
    reports.start();
    return servants.add("reports", reports, reports::close);
  }

  private AuditTrail startAudit() {
    AuditTrail audit = AuditTrail.open(home.database(), home.disk());
    audit.start();
    return servants.add("audit", audit, audit::close);
  }

  /** No thread runs and no folder is made before the first one is asked for. */
  private Thumbnails startThumbnails() {
    Thumbnails thumbnails =
        new Thumbnails(PartSettings.thumbnails(settings.thumbnails(), home.folder()));
    return servants.add("thumbnails", thumbnails, millis -> thumbnails.close(Math.max(1, millis)));
  }

  private EventFollowers startFollowers() {
    EventFollowers followers =
        new EventFollowers(home.database(), PartSettings.followers(settings.http()));
    followers.start();
    return servants.add(
        "event followers", followers, millis -> followers.close(Math.max(1, millis)));
  }

  private boolean isListening() {
    AssociationAcceptor acceptor = dicom;
    return acceptor != null && acceptor.isListening();
  }

  private void sendMessages() {
    MessageSender sender = AccountPart.sender(home, clock);
    sender.start();
    servants.add("messages", sender, sender::close);
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
        throw new CommandFailure(
            ExitCode.SETTINGS, "ingest.watch: " + folder + " (expected: a folder)", e);
      }
      doors.add("watched folder", watched, watched::close);
    }
  }

  private void watchOrders() {
    OrderMetrics orders = new OrderMetrics(metrics);
    orders.register();
    for (WatchedFolder watched : new OrderFolders(home, clock, orders).open()) {
      try {
        watched.start();
      } catch (IOException e) {
        throw OrderFolder.problem(e.getMessage());
      }
      doors.add("watched folder of orders", watched, watched::close);
    }
  }

  private void watchDocuments() {
    DocumentMetrics documents = new DocumentMetrics(metrics);
    documents.register();
    for (WatchedFolder watched : new DocumentFolders(home, clock, documents).open()) {
      try {
        watched.start();
      } catch (IOException e) {
        throw FolderEntry.problem(DocumentFolders.SETTING, e.getMessage());
      }
      doors.add("watched folder of documents", watched, watched::close);
    }
  }

  private void retain() {
    Settings.Retention rules = settings.retention();
    if (!rules.enabled()) {
      return;
    }
    Retention retention =
        new Retention(
            PartSettings.retention(rules),
            eraser(),
            home.store(),
            home.database(),
            clock,
            rules.interval().toMillis());
    retention.start();
    doors.add("retention", retention, retention::close);
  }

  private void forget() {
    Settings.Retention rules = settings.retention();
    HistoryRetention history =
        new HistoryRetention(
            PartSettings.history(rules), home.database(), clock, rules.interval().toMillis());
    history.start();
    servants.add("history", history, history::close);
  }

  private void watchAgents() {
    SilentAgents agents = new SilentAgents(home.database(), settings.agents().silentAfter(), clock);
    agents.start();
    servants.add("agents", agents, agents::close);
  }

  private void match() {
    Matching matching = new Matching(home.database(), PartSettings.matching(settings), clock);
    MatchingThread thread = new MatchingThread(home.database(), matching);
    thread.start();
    servants.add("matching", thread, thread::close);
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
        seconds(Duration.ofMillis(millis)),
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

  /** As the settings give it time. */
  public Stopped stop() {
    return stop(settings.stop().timeout());
  }

  /**
   * Returns within the time, a moment more at most, whatever hangs.
   *
   * @return what had not ended by then; only where it was everything, the home is closed and free
   */
  public Stopped stop(Duration time) {
    Instant began = Instant.now();
    Deadline deadline = Deadline.in(time);
    LOG.info(
        "Archway stops, within {} s: {} connections of DICOM, {} objects on their way in",
        seconds(time),
        dicom == null ? 0 : dicom.connections(),
        home.intake().runningArrivals());
    Stopped stopped =
        doors.closeTogether(
            Deadline.in(time.multipliedBy(WORK_EIGHTHS).dividedBy(8)),
            Deadline.in(time.multipliedBy(DOORS_EIGHTHS).dividedBy(8)));
    stopped = stopped.and(servants.close(deadline));
    // Who did not end may be at work in the home; it is as after a crash, which loses nothing.
    stopped = stopped.and(stopped.late().isEmpty() ? home.stop(deadline) : home.leave());
    tell(stopped, Duration.between(began, Instant.now()));
    return stopped;
  }

  private static void tell(Stopped stopped, Duration took) {
    if (stopped.exitCode() == ExitCode.OK) {
      LOG.info("Archway stopped in {} s", seconds(took));
    } else {
      LOG.error("Archway stopped after {} s: {}", seconds(took), stopped.text());
      stopped.failed().forEach(failure -> LOG.error("while stopping", failure));
    }
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.2f", time.toMillis() / 1000.0);
  }

  /** For those who cannot go on where it did not end well. */
  @Override
  public void close() {
    stop().orThrow();
  }
}
