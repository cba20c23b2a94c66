package io.archway.gateway.lifecycle;

import io.archway.dicom.net.AssociationAcceptor;
import io.archway.gateway.home.IndexDatabase;
import io.archway.gateway.home.ObjectIntake;
import io.archway.gateway.settings.Settings;
import io.archway.http.account.AccountSettings;
import io.archway.http.bucket.BucketSettings;
import io.archway.http.documents.DocumentsSettings;
import io.archway.http.imaging.report.ReportSettings;
import io.archway.http.imaging.upload.UploadLimits;
import io.archway.http.kernel.HttpSettings;
import io.archway.http.kernel.TrustedProxies;
import io.archway.http.live.LiveSettings;
import io.archway.http.message.MailCarrier;
import io.archway.http.message.PhoneCarrier;
import io.archway.http.thumbnail.ThumbnailSettings;
import io.archway.index.database.DatabaseSettings;
import io.archway.index.matching.MatchingRules.WithoutOrder;
import io.archway.ingest.IngestSettings;
import io.archway.ingest.Retention;
import io.archway.storage.StoragePolicy;
import io.archway.worklist.SeenBy;
import io.archway.worklist.WorklistSettings;
import io.archway.worklist.mpps.PerformedStepSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Every setting with a value that is not its default, and where it is found in what a part is
 * handed. What a part reads from the settings themselves is found there. No value comes twice among
 * settings of one kind that could be mistaken for each other.
 */
final class HandedSettings {
  private static final String DEVELOPER_KEY = "0123456789abcdef".repeat(4);

  /**
   * @param value as it is given in the environment
   * @param found how the part that is made of these settings has it
   * @param expected what the part has then
   */
  record Handed(String path, String value, Function<Settings, Object> found, Object expected) {}

  private HandedSettings() {}

  static List<Handed> all() {
    return Stream.of(
            dicom(),
            http(),
            uploads(),
            store(),
            work(),
            pictures(),
            families(),
            retention(),
            accounts(),
            messages(),
            program())
        .flatMap(List::stream)
        .toList();
  }

  private static Handed handed(
      String path, String value, Function<Settings, Object> found, Object expected) {
    return new Handed(path, value, found, expected);
  }

  private static List<Handed> dicom() {
    return List.of(
        handed("dicom.port", "11113", s -> acceptor(s).port(), 11113),
        handed(
            "dicom.bindAddress",
            "127.0.0.1",
            s -> acceptor(s).bindAddress(),
            InetAddress.getLoopbackAddress()),
        handed("dicom.aeTitle", "CLINIC", s -> s.dicom().aeTitle(), "CLINIC"),
        handed("dicom.maxAssociations", "101", s -> acceptor(s).limits().maxAssociations(), 101),
        handed(
            "dicom.maxAssociationsPerPeer",
            "51",
            s -> acceptor(s).limits().maxAssociationsPerPeer(),
            51),
        handed(
            "dicom.maxPduLength",
            "128KiB",
            s -> acceptor(s).limits().maxPduLengthBytes(),
            128 << 10),
        handed(
            "dicom.artimTimeout", "31s", s -> acceptor(s).limits().artimTimeoutMillis(), 31_000L),
        handed("dicom.pduTimeout", "32s", s -> acceptor(s).limits().pduTimeoutMillis(), 32_000L),
        handed("dicom.idleTimeout", "33s", s -> acceptor(s).limits().idleTimeoutMillis(), 33_000L),
        handed(
            "dicom.totalTimeout",
            "34m",
            s -> acceptor(s).limits().totalTimeoutMillis(),
            2_040_000L),
        handed(
            "dicom.allowedCallingAeTitles",
            "CBCT,PANO",
            s -> policy(s).callingAeTitles(),
            Set.of("CBCT", "PANO")),
        handed(
            "dicom.allowedAddresses",
            "10.0.0.0/8",
            s -> policy(s).isAddressAllowed().test(null),
            false),
        handed(
            "dicom.deniedSopClasses",
            "1.2.3",
            s -> policy(s).deniedSopClassUids(),
            Set.of("1.2.3")),
        handed("dicom.tls.enabled", "true", s -> s.dicom().tls().enabled(), true),
        handed("dicom.tls.keyStore", "d.p12", s -> s.dicom().tls().keyStore(), "d.p12"),
        handed(
            "dicom.tls.keyStorePassword",
            "d-secret",
            s -> s.dicom().tls().keyStorePassword().value(),
            "d-secret"),
        handed("dicom.tls.trustStore", "t.p12", s -> s.dicom().tls().trustStore(), "t.p12"));
  }

  private static List<Handed> http() {
    return List.of(
        handed("http.port", "8081", s -> server(s).port(), 8081),
        handed("http.bindAddress", "127.0.0.2", s -> server(s).bindAddress(), "127.0.0.2"),
        handed("http.maxConnections", "2001", s -> server(s).limits().maxConnections(), 2001),
        handed(
            "http.maxConnectionsPerAddress",
            "501",
            s -> server(s).limits().maxConnectionsPerAddress(),
            501),
        handed(
            "http.trustedProxies", "10.0.0.1", s -> s.http().trustedProxies(), List.of("10.0.0.1")),
        handed(
            "http.proxyHeader",
            "forwarded",
            s -> s.http().proxyHeader(),
            TrustedProxies.Header.FORWARDED),
        handed(
            "http.allowedOrigins",
            "https://clinic.example",
            s -> s.http().allowedOrigins(),
            List.of("https://clinic.example")),
        handed("http.maxHeaderSize", "17KiB", s -> server(s).limits().maxHeaderBytes(), 17 << 10),
        handed("http.maxBodySize", "2MiB", s -> server(s).limits().maxJsonBodyBytes(), 2 << 20),
        handed("http.headerTimeout", "11s", s -> server(s).limits().headMillis(), 11_000),
        handed("http.bodyTimeout", "12s", s -> server(s).limits().bodyStallMillis(), 12_000),
        handed("http.idleTimeout", "13s", s -> server(s).limits().idleMillis(), 13_000),
        handed("http.requestTimeout", "14s", s -> server(s).limits().handlerMillis(), 14_000),
        handed("http.workerThreads", "40", s -> server(s).workerThreads(), 40),
        handed("http.maxQueuedRequests", "257", s -> server(s).workerQueueLength(), 257),
        handed(
            "http.maxEventStreams",
            "201",
            s -> PartSettings.followers(s.http()).maxFollowers(),
            201),
        handed(
            "http.maxEventStreamsPerUser",
            "11",
            s -> PartSettings.followers(s.http()).maxFollowersPerUser(),
            11),
        handed("http.tls.enabled", "true", s -> s.http().tls().enabled(), true),
        handed("http.tls.keyStore", "h.p12", s -> s.http().tls().keyStore(), "h.p12"),
        handed(
            "http.tls.keyStorePassword",
            "h-secret",
            s -> s.http().tls().keyStorePassword().value(),
            "h-secret"),
        handed("live.key", "clinic", s -> live(s).key(), "clinic"),
        handed("live.secret", "l-secret", s -> live(s).secret(), "l-secret"),
        handed("live.maxConnections", "502", s -> live(s).maxConnections(), 502),
        handed("live.maxConnectionsPerAddress", "52", s -> live(s).maxConnectionsPerAddress(), 52),
        handed("live.maxConnectionsPerUser", "12", s -> live(s).maxConnectionsPerUser(), 12),
        handed("live.maxChannels", "53", s -> live(s).maxChannels(), 53),
        handed("live.maxSubscriptions", "2002", s -> live(s).maxSubscriptions(), 2002),
        handed("live.maxMembers", "102", s -> live(s).maxMembers(), 102),
        handed("live.maxMessageSize", "11KiB", s -> live(s).maxMessageBytes(), 11 << 10),
        handed("live.maxWaiting", "257KiB", s -> live(s).maxWaitingBytes(), 257 << 10),
        handed("live.maxMessagesPerMinute", "601", s -> live(s).maxMessagesPerMinute(), 601),
        handed("live.activityTimeout", "61s", s -> live(s).activityMillis(), 61_000L),
        handed("live.pongTimeout", "29s", s -> live(s).pongMillis(), 29_000L),
        handed("live.clientEvents", "true", s -> live(s).clientEvents(), true),
        handed(
            "live.allowedOrigins",
            "https://live.example",
            s -> live(s).allowedOrigins(),
            List.of("https://live.example")));
  }

  private static List<Handed> uploads() {
    return List.of(
        handed("uploads.maxSize", "9GiB", s -> uploads(s).maxBytes(), 9L << 30),
        handed("uploads.maxConcurrent", "7", s -> uploads(s).maxUploads(), 7),
        handed("uploads.maxParts", "1001", s -> uploads(s).maxParts(), 1001),
        handed("uploads.maxFieldSize", "65KiB", s -> uploads(s).maxFieldBytes(), 65 << 10),
        handed("uploads.maxEntries", "20001", s -> uploads(s).maxEntries(), 20_001),
        handed("uploads.maxUnpackedSize", "17GiB", s -> uploads(s).maxUnpackedBytes(), 17L << 30),
        handed("uploads.maxRatio", "201", s -> uploads(s).maxRatio(), 201),
        handed("uploads.timeout", "16m", s -> uploads(s).workMillis(), 960_000),
        handed(
            "uploads.s3.endpoint",
            "https://s3.example",
            s -> bucket(s).endpoint(),
            URI.create("https://s3.example")),
        handed("uploads.s3.region", "eu-central-1", s -> bucket(s).region(), "eu-central-1"),
        handed("uploads.s3.bucket", "pictures", s -> bucket(s).bucket(), "pictures"),
        handed("uploads.s3.accessKey", "a-key", s -> bucket(s).accessKey(), "a-key"),
        handed("uploads.s3.secretKey", "s-secret", s -> bucket(s).secretKey(), "s-secret"),
        handed(
            "uploads.s3.keyPrefix",
            "x/{organization}/",
            s -> bucket(s).keyPrefix(),
            "x/{organization}/"),
        handed("uploads.s3.timeout", "31s", s -> bucket(s).timeoutMillis(), 31_000));
  }

  private static List<Handed> store() {
    return List.of(
        handed(
            "store.segmentSize",
            "128MiB",
            s -> ObjectIntake.storeSettings(s.store()).segmentBytes(),
            128L << 20),
        handed(
            "store.smallObjectLimit", "512KiB", s -> ingest(s).smallObjectLimitBytes(), 512 << 10),
        handed("store.bufferPoolSize", "32MiB", s -> ingest(s).chunks(), 512),
        handed("store.minimumFreeSpace", "2GiB", s -> ingest(s).freeSpaceReserveBytes(), 2L << 30),
        handed("index.url", "jdbc:postgresql://h/d", s -> s.index().url(), "jdbc:postgresql://h/d"),
        handed("index.user", "archway", s -> index(s).user(), "archway"),
        handed("index.password", "i-secret", s -> index(s).password(), "i-secret"),
        handed("index.poolSize", "11", s -> index(s).maxConnections(), 11),
        handed("index.arrivalPoolSize", "7", s -> index(s).arrivalConnections(), 7),
        handed("ingest.quarantine", "false", s -> ingest(s).quarantineUnparsable(), false),
        handed("ingest.onConflict", "refuse", s -> ingest(s).keepConflicts(), false),
        handed("ingest.threads", "5", s -> ingest(s).workerThreads(), 5),
        handed("ingest.watch", "/in/images", s -> s.ingest().watch(), List.of("/in/images")),
        handed(
            "ingest.watchInterval", "6s", s -> s.ingest().watchInterval(), Duration.ofSeconds(6)));
  }

  private static List<Handed> work() {
    return List.of(
        handed(
            "matching.quietTime",
            "11m",
            s -> PartSettings.matching(s).quietTime(),
            Duration.ofMinutes(11)),
        handed(
            "matching.withoutOrder",
            "inbox",
            s -> PartSettings.matching(s).withoutOrder(),
            WithoutOrder.INBOX),
        handed("worklist.seenBy", "station", s -> worklist(s).seenBy(), SeenBy.STATION),
        handed(
            "worklist.seenByDevices",
            "CT=all",
            s -> worklist(s).seenByDevices(),
            Map.of("CT", SeenBy.ALL)),
        handed("worklist.showStarted", "false", s -> worklist(s).showsStarted(), false),
        handed("worklist.expireAfter", "31d", s -> worklist(s).expiresAfter(), Duration.ofDays(31)),
        handed("worklist.maxAnswers", "1002", s -> worklist(s).maxAnswers(), 1002),
        handed("worklist.workerThreads", "6", s -> worklist(s).workerThreads(), 6),
        handed("worklist.maxQueries", "255", s -> worklist(s).maxQueries(), 255),
        handed(
            "worklist.characterSets",
            "CT=ISO_IR 192",
            s -> worklist(s).characterSets().keySet(),
            Set.of("CT")),
        handed("worklist.watch", "/in/orders", s -> s.worklist().watch(), List.of("/in/orders")),
        handed(
            "worklist.watchInterval",
            "7s",
            s -> s.worklist().watchInterval(),
            Duration.ofSeconds(7)),
        handed("mpps.workerThreads", "3", s -> mpps(s).workerThreads(), 3),
        handed("mpps.maxRequests", "33", s -> mpps(s).maxRequests(), 33),
        handed("mpps.maxDataSet", "255KiB", s -> mpps(s).maxDataSetBytes(), 255 << 10));
  }

  private static List<Handed> pictures() {
    return List.of(
        handed("thumbnails.cacheSize", "513MiB", s -> thumbnails(s).maxBytes(), 513L << 20),
        handed("thumbnails.threads", "3", s -> thumbnails(s).threads(), 3),
        handed(
            "thumbnails.memory", "65MiB", s -> thumbnails(s).limits().maxMemoryBytes(), 65L << 20),
        handed("thumbnails.timeLimit", "21s", s -> thumbnails(s).limits().maxMillis(), 21_000L),
        handed("thumbnails.maxWaiting", "9", s -> thumbnails(s).maxWaiting(), 9),
        handed("thumbnails.maxWait", "32s", s -> thumbnails(s).maxWaitMillis(), 32_000L),
        handed("agents.silentAfter", "16m", s -> s.agents().silentAfter(), Duration.ofMinutes(16)),
        handed("reports.maxTextLength", "200001", s -> reports(s).maxTextLength(), 200_001),
        handed("reports.maxPrinting", "3", s -> reports(s).maxPrinting(), 3),
        handed("reports.paper", "letter", s -> reports(s).letter(), true),
        handed(
            "reports.fontFolders",
            "/fonts",
            s -> reports(s).fontFolders(),
            List.of(Path.of("/fonts"))));
  }

  private static List<Handed> families() {
    return List.of(
        handed("patients.prefix", "/people", s -> HttpPort.patients(s).prefix(), "/people"),
        handed(
            "patients.maxImportSize",
            "255MiB",
            s -> HttpPort.patients(s).maxImportBytes(),
            255L << 20),
        handed(
            "patients.maxImportRows", "250001", s -> HttpPort.patients(s).maxImportRows(), 250_001),
        handed(
            "patients.importTimeout", "29m", s -> HttpPort.patients(s).importMillis(), 1_740_000),
        handed("documents.prefix", "/files", s -> documents(s).prefix(), "/files"),
        handed(
            "documents.developerKeys",
            DEVELOPER_KEY,
            s -> documents(s).developerKeys(),
            List.of(DEVELOPER_KEY)),
        handed("documents.maxConcurrent", "4", s -> documents(s).maxConcurrent(), 4),
        handed("documents.allowedAddresses", "127.0.0.1", s -> allowsLoopback(s), true),
        handed(
            "documents.sftpHostKeys",
            "sftp.example SHA256:abc",
            s -> s.documents().sftpHostKeys(),
            List.of("sftp.example SHA256:abc")),
        handed("documents.trustFirstUse", "false", s -> s.documents().trustFirstUse(), false),
        handed(
            "documents.connectTimeout",
            "11s",
            s -> DocumentsPart.limits(s.documents()).connectMillis(),
            11_000),
        handed(
            "documents.transferTimeout",
            "12m",
            s -> DocumentsPart.limits(s.documents()).totalMillis(),
            720_000),
        handed(
            "documents.watch",
            "/in/documents",
            s -> s.documents().watch(),
            List.of("/in/documents")),
        handed(
            "documents.watchInterval",
            "8s",
            s -> s.documents().watchInterval(),
            Duration.ofSeconds(8)));
  }

  private static List<Handed> retention() {
    return List.of(
        handed("retention.enabled", "true", s -> s.retention().enabled(), true),
        handed("retention.maxAge", "3651d", s -> retention(s).maxAge(), Duration.ofDays(3651)),
        handed("retention.freeSpace", "3GiB", s -> retention(s).freeBytes(), 3L << 30),
        handed("retention.minAge", "33d", s -> retention(s).minAge(), Duration.ofDays(33)),
        handed("retention.reportRequired", "false", s -> retention(s).reportRequired(), false),
        handed("retention.interval", "2h", s -> s.retention().interval(), Duration.ofHours(2)),
        handed("retention.compactFrom", "51", s -> retention(s).compactFromPercent(), 51),
        handed(
            "retention.keepAssociations",
            "366d",
            s -> PartSettings.history(s.retention()).associations(),
            Duration.ofDays(366)),
        handed(
            "retention.keepEvents",
            "91d",
            s -> PartSettings.history(s.retention()).events(),
            Duration.ofDays(91)),
        handed(
            "retention.keepAudit",
            "3652d",
            s -> PartSettings.history(s.retention()).audit(),
            Duration.ofDays(3652)));
  }

  private static List<Handed> accounts() {
    return List.of(
        handed(
            "auth.tokenLifetime",
            "11h",
            s -> account(s).signIn().tokenLifetime(),
            Duration.ofHours(11)),
        handed("auth.maxLoginFailures", "9", s -> account(s).signIn().maxFailures(), 9),
        handed(
            "auth.maxLoginFailuresPerAddress",
            "99",
            s -> account(s).signIn().maxFailuresPerAddress(),
            99),
        handed(
            "auth.loginFailureWindow",
            "6m",
            s -> account(s).signIn().failureWindow(),
            Duration.ofMinutes(6)),
        handed(
            "auth.personalTokenLifetime",
            "364d",
            s -> account(s).personalTokenLifetime(),
            Duration.ofDays(364)),
        handed(
            "auth.activationLifetime",
            "6d",
            s -> account(s).activationLifetime(),
            Duration.ofDays(6)),
        handed("auth.resetLifetime", "2h", s -> account(s).resetLifetime(), Duration.ofHours(2)),
        handed(
            "auth.codeLifetime", "4m", s -> account(s).factorCodeLifetime(), Duration.ofMinutes(4)),
        handed("auth.maxWrongCodes", "49", s -> account(s).maxWrongCodes(), 49),
        handed("auth.maxMessages", "6", s -> account(s).maxMessages(), 6),
        handed("auth.maxMessagesPerAddress", "48", s -> account(s).maxMessagesPerAddress(), 48),
        handed("auth.messageWindow", "3h", s -> account(s).messageWindow(), Duration.ofHours(3)),
        handed("auth.issuer", "Clinic", s -> account(s).issuer(), "Clinic"),
        handed("auth.sealKey", DEVELOPER_KEY, s -> s.auth().sealKey().value(), DEVELOPER_KEY),
        handed(
            "registration.roles",
            "dentist",
            s -> account(s).registrationRoles(),
            List.of("dentist")),
        handed(
            "registration.organization",
            "clinic",
            s -> account(s).registrationOrganization(),
            "clinic"),
        handed("registration.maxOffices", "98", s -> account(s).registrationMaxOffices(), 98),
        handed("contact.defaultRegion", "DE", s -> account(s).phoneNumbers().region(), "DE"));
  }

  private static List<Handed> messages() {
    return List.of(
        handed("messages.smtp.host", "mail.example", s -> mail(s).host(), "mail.example"),
        handed("messages.smtp.port", "588", s -> mail(s).port(), 588),
        handed("messages.smtp.security", "tls", s -> mail(s).security(), MailCarrier.Security.TLS),
        handed("messages.smtp.user", "mailer", s -> mail(s).user(), "mailer"),
        handed("messages.smtp.password", "m-secret", s -> mail(s).password(), "m-secret"),
        handed(
            "messages.smtp.from",
            "a@mail.example",
            s -> s.messages().smtp().from(),
            "a@mail.example"),
        handed(
            "messages.phone.url",
            "https://sms.example",
            s -> phone(s).url(),
            "https://sms.example"),
        handed("messages.phone.account", "sms", s -> phone(s).account(), "sms"),
        handed("messages.phone.token", "p-secret", s -> phone(s).token(), "p-secret"),
        handed("messages.phone.from", "+4930123", s -> phone(s).from(), "+4930123"),
        handed(
            "messages.activationLink",
            "https://a/{code}",
            s -> s.messages().activationLink(),
            "https://a/{code}"),
        handed(
            "messages.resetLink",
            "https://r/{code}",
            s -> s.messages().resetLink(),
            "https://r/{code}"),
        handed("messages.timeout", "9s", s -> mail(s).timeout(), Duration.ofSeconds(9)),
        handed(
            "messages.maxAttempts", "13", s -> AccountPart.rules(s.messages()).maxAttempts(), 13),
        handed(
            "messages.keep",
            "29d",
            s -> AccountPart.rules(s.messages()).keep(),
            Duration.ofDays(29)));
  }

  private static List<Handed> program() {
    return List.of(
        handed("admin.user", "chief", s -> s.admin().user(), "chief"),
        handed("admin.password", "c-secret", s -> s.admin().password().value(), "c-secret"),
        handed("stop.timeout", "21s", s -> acceptor(s).limits().closeTimeoutMillis(), 21_000L),
        handed("log.level", "debug", s -> s.log().level(), Settings.Log.Level.DEBUG),
        handed("log.folder", "/logs", s -> s.log().folder(), "/logs"),
        handed("log.maxFileSize", "17MiB", s -> s.log().maxFileSize().bytes(), 17L << 20),
        handed("log.maxTotalSize", "2GiB", s -> s.log().maxTotalSize().bytes(), 2L << 30),
        handed("log.keepDays", "15", s -> s.log().keepDays(), 15),
        handed("log.configuration", "/logback.xml", s -> s.log().configuration(), "/logback.xml"));
  }

  private static AssociationAcceptor.Settings acceptor(Settings s) {
    return DicomPort.acceptorSettings(s);
  }

  private static StoragePolicy policy(Settings s) {
    return DicomPort.policy(s.dicom(), title -> true, Optional::empty);
  }

  private static HttpSettings server(Settings s) {
    return HttpPort.serverSettings(s, null, new SimpleMeterRegistry());
  }

  private static LiveSettings live(Settings s) {
    return LivePart.settings(s.live(), s.live().secret().value());
  }

  private static UploadLimits uploads(Settings s) {
    return HttpPort.uploads(s);
  }

  private static BucketSettings bucket(Settings s) {
    return PartSettings.bucket(s.uploads().s3());
  }

  private static IngestSettings ingest(Settings s) {
    return ObjectIntake.ingestSettings(s);
  }

  private static DatabaseSettings index(Settings s) {
    return IndexDatabase.databaseSettings(s.index(), "jdbc:postgresql:");
  }

  private static WorklistSettings worklist(Settings s) {
    return WorklistPart.settings(s.worklist());
  }

  private static PerformedStepSettings mpps(Settings s) {
    return WorklistPart.settings(s.mpps());
  }

  private static ThumbnailSettings thumbnails(Settings s) {
    return PartSettings.thumbnails(s.thumbnails(), Path.of("home"));
  }

  private static ReportSettings reports(Settings s) {
    return PartSettings.reports(s.reports());
  }

  private static DocumentsSettings documents(Settings s) {
    return DocumentsPart.familySettings(s.documents());
  }

  private static boolean allowsLoopback(Settings s) {
    return DocumentsPart.addresses(s.documents()).allows(InetAddress.getLoopbackAddress());
  }

  private static Retention.Rules retention(Settings s) {
    return PartSettings.retention(s.retention());
  }

  private static AccountSettings account(Settings s) {
    return AccountPart.accountSettings(s);
  }

  private static MailCarrier.Server mail(Settings s) {
    return AccountPart.mailServer(s.messages());
  }

  private static PhoneCarrier.Service phone(Settings s) {
    return AccountPart.phoneService(s.messages());
  }
}
