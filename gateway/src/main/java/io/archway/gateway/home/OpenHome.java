package io.archway.gateway.home;

import io.archway.gateway.CommandFailure;
import io.archway.gateway.ExitCode;
import io.archway.gateway.settings.Settings;
import io.archway.http.account.FirstAdministrator;
import io.archway.http.account.FirstPassword;
import io.archway.http.account.PasswordHashing;
import io.archway.index.account.FirstStart;
import io.archway.index.database.Database;
import io.archway.index.disk.Disk;
import io.archway.index.store.ObjectStore;
import io.archway.ingest.Intake;
import io.archway.ingest.catalog.Catalog;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * A home that is open: index, log and the way into them, without any port. The gateway stands on
 * it, and commands work on it while no gateway runs.
 */
public final class OpenHome implements AutoCloseable {
  private final Settings settings;
  private final Home home;
  private final InstantSource clock;
  private final PasswordHashing passwords = new PasswordHashing();
  private final Parts parts = new Parts();
  private Database database;
  private FirstAdministrator.Outcome administrator;
  private Catalog catalog;
  private ObjectStore store;
  private Intake intake;

  private OpenHome(Settings settings, Home home, InstantSource clock) {
    this.settings = settings;
    this.home = home;
    this.clock = clock;
  }

  /** Takes the home over: it is closed with this, or when this fails. */
  public static OpenHome open(Settings settings, Home home) {
    return open(settings, home, InstantSource.system());
  }

  /** With a clock of whoever opens it, which says when objects are received. */
  public static OpenHome open(Settings settings, Home home, InstantSource clock) {
    OpenHome open = new OpenHome(settings, home, clock);
    try {
      open.openParts();
      return open;
    } catch (RuntimeException | Error e) {
      open.stop(Deadline.in(settings.stop().timeout()));
      throw e;
    }
  }

  private void openParts() {
    parts.add("home", home);
    FirstPassword password = firstPassword(settings, passwords);
    if (settings.index().url().isEmpty() && !home.disk().isFolder(IndexDatabase.FOLDER)) {
      password.hashAhead();
    }
    database = parts.add("index", IndexDatabase.open(settings.index(), home.disk())).database();
    administrator = firstStart(settings, database, password);
    catalog = ObjectIntake.catalog(database);
    store = parts.add("store", ObjectIntake.openStore(settings.store(), home.disk(), catalog));
    intake = parts.add("intake", ObjectIntake.start(settings, store, catalog, clock));
  }

  /**
   * Gives a new index its organization and administrator.
   *
   * @return to be shown once, and never logged: the password that was made up
   */
  public static Optional<String> firstStart(Settings settings, Database database) {
    FirstPassword password = firstPassword(settings, new PasswordHashing());
    return notice(settings, firstStart(settings, database, password));
  }

  private static FirstPassword firstPassword(Settings settings, PasswordHashing passwords) {
    try {
      return new FirstPassword(settings.admin().password().value(), passwords);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.SETTINGS, "admin.password: " + e.getMessage(), e);
    }
  }

  private static FirstAdministrator.Outcome firstStart(
      Settings settings, Database database, FirstPassword password) {
    FirstStart.Names names =
        new FirstStart.Names(
            "default",
            "Default organization",
            "Main office",
            List.of(settings.dicom().aeTitle()),
            settings.admin().user());
    return FirstAdministrator.ensure(database, names, password, InstantSource.system());
  }

  /** To be shown once, and never logged: the password that was made up for a new administrator. */
  public Optional<String> passwordNotice() {
    return notice(settings, administrator);
  }

  private static Optional<String> notice(
      Settings settings, FirstAdministrator.Outcome administrator) {
    return administrator
        .madeUpPassword()
        .map(
            password ->
                "The user %s was made with the password %s, which is shown only now."
                    .formatted(settings.admin().user(), password));
  }

  public Settings settings() {
    return settings;
  }

  public Path folder() {
    return home.folder();
  }

  public Disk disk() {
    return home.disk();
  }

  public PasswordHashing passwords() {
    return passwords;
  }

  public Database database() {
    return database;
  }

  public Catalog catalog() {
    return catalog;
  }

  public ObjectStore store() {
    return store;
  }

  public Intake intake() {
    return intake;
  }

  /** Ends all parts; leaves open what a part that does not end in time may stand on. */
  public Stopped stop(Deadline deadline) {
    return parts.close(deadline);
  }

  /** Closes nothing: somebody who did not end may still be at work in it. */
  public Stopped leave() {
    return parts.leave();
  }

  /** For commands; one that cannot be closed in time has failed. */
  @Override
  public void close() {
    stop(Deadline.in(settings.stop().timeout())).orThrow();
  }
}
