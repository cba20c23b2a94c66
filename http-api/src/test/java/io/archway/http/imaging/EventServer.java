package io.archway.http.imaging;

import io.archway.http.account.AccountSettings;
import io.archway.http.account.Accounts;
import io.archway.http.account.Seal;
import io.archway.http.account.SignInSettings;
import io.archway.http.audit.AuditTrail;
import io.archway.http.event.EventFollowers;
import io.archway.http.event.FollowerLimits;
import io.archway.http.imaging.report.ReportSettings;
import io.archway.http.imaging.upload.UploadLimits;
import io.archway.http.kernel.HttpLimits;
import io.archway.http.kernel.HttpServer;
import io.archway.http.kernel.HttpSettings;
import io.archway.http.live.Live;
import io.archway.http.live.LiveSettings;
import io.archway.index.account.AccessTokenDao;
import io.archway.index.account.Account;
import io.archway.index.account.AccountDao;
import io.archway.index.account.FirstStart;
import io.archway.index.account.Role;
import io.archway.index.database.Database;
import io.archway.index.database.DatabaseSettings;
import io.archway.index.disk.CrashDisk;
import io.archway.index.event.EventLog;
import io.archway.index.event.EventType;
import io.archway.index.event.NewEvent;
import io.archway.index.organization.OrganizationDao;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The HTTP side of a gateway over an index, for those who follow its events. */
final class EventServer implements AutoCloseable {

  static final String LIVE_SECRET = "7ad3773142a6692b25b8";
  static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

  /** In a hurry: looks, beats and checks often. */
  static final FollowerLimits HURRIED = new FollowerLimits(20, 8, 200, 8_192, 50, 1, 100, 50);

  private static final FirstStart.Names NAMES =
      new FirstStart.Names("clinic", "Clinic", "Main office", List.of("ARCHWAY"), "admin");
  private static final String NO_HASH = "nobody signs in";
  private static final Duration LIFETIME = Duration.ofHours(1);

  private static final SecureRandom RANDOM = new SecureRandom();

  final Database database;
  final EventFollowers followers;
  final Live live;
  final CrashDisk auditDisk = new CrashDisk();
  private final AuditTrail audit;
  final HttpServer server;
  private final InstantSource clock;
  final long organizationKey;
  final long otherOrganizationKey;

  EventServer(DatabaseSettings settings) {
    this(settings, HURRIED, HttpLimits.defaults(), InstantSource.system());
  }

  EventServer(
      DatabaseSettings settings, FollowerLimits limits, HttpLimits http, InstantSource clock) {
    this(settings, limits, http, clock, LiveSettings.defaults(LIVE_SECRET));
  }

  EventServer(
      DatabaseSettings settings,
      FollowerLimits limits,
      HttpLimits http,
      InstantSource clock,
      LiveSettings liveSettings) {
    this.clock = clock;
    database = Database.open(settings);
    organizationKey = FirstStart.ensure(database, NAMES, () -> NO_HASH, NOW).organizationKey();
    otherOrganizationKey = otherOrganization();
    followers = new EventFollowers(database, limits);
    followers.start();
    live = new Live(liveSettings, followers);
    audit = AuditTrail.open(database, auditDisk);
    audit.start();
    SignInSettings signIn =
        new SignInSettings(Duration.ofHours(1), 100, 100, Duration.ofMinutes(5));
    ImagingApi.Foundation foundation =
        new ImagingApi.Foundation(
            database,
            null,
            null,
            null,
            new Accounts(AccountSettings.defaults(), new Seal(Seal.newKey()), Set.of()),
            clock,
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
            live);
    server =
        HttpServer.start(
            HttpSettings.defaults(new SimpleMeterRegistry()).withPort(0).withLimits(http),
            live,
            ImagingApi.family(foundation, "test"));
  }

  private long otherOrganization() {
    return database.durably(
        handle -> {
          OrganizationDao organizations = handle.attach(OrganizationDao.class);
          Optional<Long> known = organizations.keyOfSlug("other");
          if (known.isPresent()) {
            return known.get();
          }
          organizations.insert("other", "Other", NOW);
          long key = organizations.keyOfSlug("other").orElseThrow();
          AccountDao accounts = handle.attach(AccountDao.class);
          accounts.create(key, "stranger", "stranger@clinic.example", NO_HASH, NOW);
          accounts.createRole(key, Role.ADMINISTRATOR, "Administrator");
          long role = accounts.roleKey(key, Role.ADMINISTRATOR).orElseThrow();
          accounts.permit(role, Role.EVERYTHING);
          accounts.giveRole(accounts.findByLogin("stranger").orElseThrow().userKey(), role);
          return key;
        });
  }

  /** Another user of the first organization, who may do everything. */
  void addUser(String username) {
    database.durably(
        handle -> {
          AccountDao accounts = handle.attach(AccountDao.class);
          accounts.create(organizationKey, username, username + "@clinic.example", NO_HASH, NOW);
          long role = accounts.roleKey(organizationKey, Role.ADMINISTRATOR).orElseThrow();
          accounts.giveRole(accounts.findByLogin(username).orElseThrow().userKey(), role);
          return null;
        });
  }

  /** A new token of a user, without signing in, which takes its time. */
  String token(String username) {
    byte[] secret = new byte[32];
    RANDOM.nextBytes(secret);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    database.durably(
        handle -> {
          Account user = handle.attach(AccountDao.class).findByLogin(username).orElseThrow();
          handle
              .attach(AccessTokenDao.class)
              .create(
                  user.organizationKey(),
                  user.userKey(),
                  sha256(token),
                  null,
                  null,
                  NOW,
                  clock.instant().plus(LIFETIME).truncatedTo(ChronoUnit.MICROS));
          return null;
        });
    return token;
  }

  private static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Follows, from now on where {@code after} is null. */
  EventClient follow(String token, Long after) throws IOException {
    Map<String, String> headers = new HashMap<>(Map.of("Authorization", "Bearer " + token));
    if (after != null) {
      headers.put("Last-Event-ID", after.toString());
    }
    return new EventClient(server.port(), "/api/events", headers);
  }

  /** Writes events of these media in one transaction. */
  void append(long organization, long... mediumKeys) {
    append(database, organization, mediumKeys);
  }

  static void append(Database database, long organization, long... mediumKeys) {
    List<NewEvent> events = events(organization, mediumKeys);
    database.inConnection(
        connection -> {
          EventLog.append(connection, events, NOW);
          return null;
        });
  }

  static List<NewEvent> events(long organization, long... mediumKeys) {
    List<NewEvent> events = new ArrayList<>();
    for (long key : mediumKeys) {
      events.add(
          new NewEvent(
              organization, EventType.MEDIUM_UPDATED, null, null, key, null, null, "\"secret\""));
    }
    return events;
  }

  @Override
  public void close() {
    server.close();
    followers.close();
    audit.close();
    database.close();
  }
}
