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
 * Counts failed sign-ins of each account name, known or not, and of each address. A try is counted
 * before the password is looked at, so that tries side by side are not more than the limit, and
 * given back when it was none. In the database: all gateways count together. Thread-safe.
 */
final class SignInThrottle {

  private static final int IPV6_NETWORK_BYTES = 8;

  private final Database database;
  private final int maxFailures;
  private final Duration window;
  private final AtomicReference<Instant> lastSweep = new AtomicReference<>(Instant.MIN);

  SignInThrottle(Database database, SignInSettings settings) {
    this.database = database;
    this.maxFailures = settings.maxFailures();
    this.window = settings.failureWindow();
  }

  /** A counted try. */
  record Attempt(String account, String address) {

    /** Always in this order, in which the rows are locked. */
    List<String> subjects() {
      return List.of(account, address);
    }
  }

  /** Counts a try, or throws 429 with Retry-After and counts nothing. */
  Attempt begin(String login, InetAddress address, Instant now) {
    sweep(now);
    Attempt attempt = new Attempt(accountSubject(login), addressSubject(address));
    database.inTransaction(
        handle -> {
          attempt.subjects().forEach(subject -> count(handle, subject, now));
          return null;
        });
    return attempt;
  }

  /** The password was right: the account starts anew, the address has one try less. */
  void succeeded(Handle handle, Attempt attempt) {
    SignInFailureDao failures = handle.attach(SignInFailureDao.class);
    failures.clear(attempt.account());
    failures.giveBack(attempt.address());
  }

  /** The password was not looked at. */
  void giveBack(Attempt attempt) {
    database.inTransaction(
        handle -> {
          attempt.subjects().forEach(handle.attach(SignInFailureDao.class)::giveBack);
          return null;
        });
  }

  private void count(Handle handle, String subject, Instant now) {
    SignInFailureDao failures = handle.attach(SignInFailureDao.class);
    SignInFailure counted = failures.record(subject, now.minus(window), now);
    if (counted.failures() > maxFailures) {
      Duration wait = Duration.between(now, counted.firstAt().plus(window));
      throw Problem.tooManyRequests(wait.toSeconds() + 1).toException();
    }
  }

  /**
   * Once a window: what nobody tries again must not stay for ever. Row by row, so that none is
   * locked while another is waited for.
   */
  private void sweep(Instant now) {
    Instant start = now.minus(window);
    Instant last = lastSweep.get();
    if (!last.isBefore(start) || !lastSweep.compareAndSet(last, now)) {
      return;
    }
    List<String> stale =
        database.read(handle -> handle.attach(SignInFailureDao.class).stale(start, now));
    for (String subject : stale) {
      database.inTransaction(
          handle -> {
            handle.attach(SignInFailureDao.class).deleteBefore(subject, start, now);
            return null;
          });
    }
  }

  /** Hashed: people type passwords into the wrong field. */
  private static String accountSubject(String login) {
    return "account:" + Secrets.sha256(LoginName.fold(login));
  }

  /** Of IPv6 the network, of which one site has all addresses. */
  private static String addressSubject(InetAddress address) {
    byte[] bytes = address.getAddress();
    byte[] counted =
        address instanceof Inet6Address ? Arrays.copyOf(bytes, IPV6_NETWORK_BYTES) : bytes;
    return "address:" + HexFormat.of().formatHex(counted);
  }
}
