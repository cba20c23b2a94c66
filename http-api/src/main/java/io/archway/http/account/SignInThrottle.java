package io.archway.http.account;

import io.archway.http.kernel.Problem;
import io.archway.index.account.LoginName;
import io.archway.index.account.SignInFailure;
import io.archway.index.account.SignInFailureDao;
import io.archway.index.database.Database;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbi.v3.core.Handle;

/**
 * Counts tries of each account, known or not, from each network, of the account from all of them
 * and of each network: who tries from elsewhere does not keep its user out so soon, and who shares
 * an address with others not these. A try is counted before the password or code is looked at, so
 * that tries side by side are not more than the limit, and given back when it was none. In the
 * database: all gateways count together. Thread-safe.
 */
final class SignInThrottle {

  /** Between an account and the network from which it is tried. */
  static final String FROM = "@";

  private static final int IPV6_NETWORK_BYTES = 8;

  private final Database database;
  private final Duration window;
  private final AtomicReference<Instant> lastSweep = new AtomicReference<>(Instant.MIN);

  SignInThrottle(Database database, Duration window) {
    this.database = database;
    this.window = window;
  }

  /** Whose tries are counted, and how many of them there may be within the window. */
  record Subject(String name, int max) {

    /** An account by what somebody calls it. Hashed: people type passwords into the wrong field. */
    static Subject account(String purpose, String login, int max) {
      return new Subject(purpose + "account:" + Secrets.sha256(LoginName.fold(login)), max);
    }

    /** The same from one network. */
    static Subject accountFrom(String purpose, String login, InetAddress address, int max) {
      return new Subject(account(purpose, login, max).name() + FROM + network(address), max);
    }

    static Subject user(String purpose, long userKey, int max) {
      return new Subject(purpose + "user:" + userKey, max);
    }

    /** A sign-in: fewer than of its user, who may have another one. */
    static Subject token(String purpose, long tokenKey, int max) {
      return new Subject(purpose + "token:" + tokenKey, Math.max(1, max));
    }

    /** Of IPv6 the network, of which one site has all addresses. */
    static Subject address(String purpose, InetAddress address, int max) {
      return new Subject(purpose + "address:" + network(address), max);
    }

    private static String network(InetAddress address) {
      byte[] bytes = address.getAddress();
      byte[] counted =
          address instanceof Inet6Address ? Arrays.copyOf(bytes, IPV6_NETWORK_BYTES) : bytes;
      return HexFormat.of().formatHex(counted);
    }
  }

  /** A counted try; its subjects in the order in which their rows are locked. */
  record Attempt(List<Subject> subjects) {}

  /** Counts a try, or throws 429 with Retry-After and counts nothing. */
  Attempt begin(Instant now, Subject... subjects) {
    sweep(now);
    Attempt attempt = new Attempt(List.of(subjects));
    database.inTransaction(
        handle -> {
          attempt.subjects().forEach(subject -> count(handle, subject, now));
          return null;
        });
    return attempt;
  }

  /** What was tried was right: the first subject starts anew, the others have one try less. */
  void succeeded(Handle handle, Attempt attempt) {
    SignInFailureDao failures = handle.attach(SignInFailureDao.class);
    List<Subject> subjects = attempt.subjects();
    failures.clear(subjects.get(0).name());
    subjects.subList(1, subjects.size()).forEach(other -> failures.giveBack(other.name()));
  }

  /** The password was not looked at. */
  void giveBack(Attempt attempt) {
    database.inTransaction(
        handle -> {
          SignInFailureDao failures = handle.attach(SignInFailureDao.class);
          attempt.subjects().forEach(subject -> failures.giveBack(subject.name()));
          return null;
        });
  }

  private void count(Handle handle, Subject subject, Instant now) {
    SignInFailureDao failures = handle.attach(SignInFailureDao.class);
    SignInFailure counted = failures.record(subject.name(), now.minus(window), now);
    if (counted.failures() > subject.max()) {
      Duration wait = Duration.between(now, counted.firstAt().plus(window));
      throw Problem.tooManyRequests(wait.toSeconds() + 1).toException();
    }
  }

  /**
   * Once a window, and with the next try where more is left than one can bear: what nobody tries
   * again must not stay for ever. Row by row, so that none is locked while another is waited for.
   */
  private void sweep(Instant now) {
    Instant start = now.minus(window);
    Instant last = lastSweep.get();
    if (!last.isBefore(start) || !lastSweep.compareAndSet(last, now)) {
      return;
    }
    List<String> stale =
        database.read(handle -> handle.attach(SignInFailureDao.class).stale(start, now));
    if (stale.size() == SignInFailureDao.MAX_STALE) {
      lastSweep.compareAndSet(now, last);
    }
    for (String subject : stale) {
      database.inTransaction(
          handle -> {
            handle.attach(SignInFailureDao.class).deleteBefore(subject, start, now);
            return null;
          });
    }
  }
}
