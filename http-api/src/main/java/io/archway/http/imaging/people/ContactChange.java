package io.archway.http.imaging.people;

import io.archway.http.kernel.FieldErrors;
import io.archway.http.kernel.Principal;
import io.archway.index.account.Account;
import io.archway.index.account.Factor;
import io.archway.index.account.NewUser;
import io.archway.index.account.SecondFactor;
import io.archway.index.account.SecondFactorDao;
import io.archway.index.message.Channel;
import io.archway.index.message.MessageKind;
import io.archway.index.message.NewMessage;
import io.archway.index.message.Outbox;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Where messages to a user go from now on. Whoever has an account's address and number can become
 * its user, so its user proves who they are, and hears of it at the address before.
 */
record ContactChange(Account was, NewUser user) {

  /** How long it is tried to tell somebody. */
  private static final Duration NOTICE = Duration.ofDays(3);

  private static final Set<Factor> BY_PHONE = EnumSet.of(Factor.SMS, Factor.CALL);

  private boolean ofEmail() {
    return !Objects.equals(was.email(), user.email());
  }

  private boolean ofPhone() {
    return !Objects.equals(was.phoneNumber(), user.phoneNumber());
  }

  /**
   * @param proved whether the caller has said the user's password
   */
  void check(Handle handle, Principal principal, boolean proved, FieldErrors errors, Instant now) {
    if ((ofEmail() || ofPhone()) && UserRules.isSelf(principal, was.userKey())) {
      if (principal.proof() == Principal.Proof.PERSONAL_TOKEN) {
        throw UserRules.forbidden(
            "One's own e-mail address and phone number are changed by who has signed in.");
      }
      if (!proved) {
        errors.add("password_current", "required with another e-mail address or phone number");
      }
    }
    if (ofPhone()
        && handle
            .attach(SecondFactorDao.class)
            .lock(was.organizationKey(), was.userKey())
            .filter(factor -> isByPhone(factor, now))
            .isPresent()) {
      errors.add(
          "phone_number",
          "expected: the same as long as codes of the second factor go to it (another factor, or"
              + " none, first)");
    }
  }

  private static boolean isByPhone(SecondFactor factor, Instant now) {
    return BY_PHONE.contains(factor.defaultFactor()) || BY_PHONE.contains(factor.pendingAt(now));
  }

  /** Tells the user in the caller's transaction. */
  void tell(Handle handle, Instant now) {
    if (was.email() == null || !ofEmail() && !ofPhone()) {
      return;
    }
    String change =
        !ofPhone() ? "e-mail address" : ofEmail() ? "e-mail address and number" : "phone number";
    Outbox.put(
        handle,
        new NewMessage(
            was.organizationKey(),
            was.userKey(),
            was.email(),
            MessageKind.CONTACT_CHANGED,
            Channel.MAIL,
            Map.of("change", change),
            now.plus(NOTICE)),
        now);
  }
}
