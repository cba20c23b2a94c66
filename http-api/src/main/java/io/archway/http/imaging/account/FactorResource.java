package io.archway.http.imaging.account;

import static io.archway.http.kernel.Endpoint.delete;
import static io.archway.http.kernel.Endpoint.get;
import static io.archway.http.kernel.Endpoint.post;
import static io.archway.http.kernel.Endpoint.put;

import io.archway.http.access.Permission;
import io.archway.http.access.Precedence;
import io.archway.http.account.AccountSettings;
import io.archway.http.account.FactorSetup;
import io.archway.http.account.SecondFactors;
import io.archway.http.kernel.Content;
import io.archway.http.kernel.Endpoint;
import io.archway.http.kernel.Parameter;
import io.archway.http.kernel.Principal;
import io.archway.http.kernel.Problem;
import io.archway.http.kernel.ProblemException;
import io.archway.http.kernel.ProblemType;
import io.archway.http.kernel.Request;
import io.archway.http.kernel.Resource;
import io.archway.http.kernel.Response;
import io.archway.http.kernel.Rule;
import io.archway.index.account.AccountDao;
import io.archway.index.account.Factor;
import io.archway.index.audit.Action;
import io.archway.index.audit.Audit;
import io.archway.index.audit.RecordKind;
import io.archway.index.database.Database;
import io.archway.index.message.Channel;
import java.time.InstantSource;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Second factors: showing them, setting them up, taking them away. */
public final class FactorResource implements Resource {

  private static final Parameter<Long> USER_ID = Parameter.pathKey("user_id");
  private static final int SHOWN_DIGITS = 3;

  private final Database database;
  private final SecondFactors factors;
  private final AccountSettings settings;
  private final InstantSource clock;

  public FactorResource(
      Database database, SecondFactors factors, AccountSettings settings, InstantSource clock) {
    this.database = database;
    this.factors = factors;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "mfa";
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        get("/auth/mfa/settings", "showFactorSettings")
            .summary("One's own second factor, and whether this token has shown it.")
            .signedInPersonBeforeSecondFactor()
            .answers(FactorView.class)
            .handles(this::settings),
        get("/auth/mfa/sms", "sendFactorCode")
            .summary("Sends a code for this token by message, or by call if that is the factor.")
            .signedInPersonBeforeSecondFactor()
            .answers(SentView.class)
            .handles(this::send),
        post("/auth/mfa/verify", "verifyFactorCode")
            .summary("Takes a code; confirms a factor that waits for its first one.")
            .signedInPersonBeforeSecondFactor()
            .answers(VerifiedView.class)
            .handles(Code.class, this::verify),
        put("/user/mfa", "chooseFactor")
            .summary("Chooses one's own factor; sms and call wait for their first code.")
            .signedInPerson()
            .answers(FactorView.class)
            .handles(Choice.class, this::choose),
        post("/user/{user_id}/mfa", "beginAuthenticator")
            .summary("A secret for one's own authenticator, which waits for its first code.")
            .takes(USER_ID)
            .shows(RecordKind.USER, USER_ID)
            .signedInPerson()
            .creates(EnrolmentView.class)
            .handles(this::enrol),
        delete("/user/{user_id}/mfa", "deleteFactor")
            .summary("Takes away one's own factors, or, with user.mfa.destroy, those of a user.")
            .takes(USER_ID)
            .shows(RecordKind.USER, USER_ID)
            .needsUnlessOwn(Permission.USER_MFA_DESTROY.text(), USER_ID)
            .answersNothing()
            .handles(this::remove),
        get("/user/{user_id}/qr", "showAuthenticatorPicture")
            .summary("The secret that waits for its first code, as an authenticator reads it.")
            .takes(USER_ID)
            .shows(RecordKind.USER, USER_ID)
            .signedInPerson()
            .answersContent("image/png")
            .handles(this::picture));
  }

  /**
   * @param enabled whether a second factor is asked for
   * @param verified whether this token may do all that its user may
   * @param pendingFactor waits for its first code; null: none
   * @param recipient of codes, all but its end hidden; null without a phone number
   */
  record FactorView(
      boolean enabled,
      boolean verified,
      Factor defaultFactor,
      Factor pendingFactor,
      boolean authenticator,
      String recipient,
      int recoveryCodesLeft,
      List<Factor> supportedFactors) {}

  record SentView(String message, Channel channel, String recipient, long expiresIn) {}

  record Code(@Rule.Required @Rule.Secret @Rule.Size(min = 6, max = 32) String code) {}

  /** {@code recoveryCodes} is null but where a factor was confirmed, and never shown again. */
  record VerifiedView(boolean verified, Factor factor, List<String> recoveryCodes) {}

  record Choice(@Rule.Required Factor defaultFactor) {}

  record EnrolmentView(Factor factor, String secret, String uri, String qr, long expiresIn) {}

  private Response settings(Request request) {
    return Response.json(view(request.principal()));
  }

  private FactorView view(Principal principal) {
    SecondFactors.Standing standing = factors.standing(principal);
    boolean known = standing.factor() != null;
    Factor chosen = known ? standing.factor().defaultFactor() : null;
    return new FactorView(
        chosen != null,
        principal.proof() != Principal.Proof.SIGN_IN_WITHOUT_FACTOR,
        chosen,
        known ? standing.factor().pendingAt(clock.instant()) : null,
        known && standing.factor().authenticatorSecret() != null,
        hidden(standing.phoneNumber()),
        standing.recoveryCodes(),
        List.of(Factor.SMS, Factor.AUTHENTICATOR, Factor.CALL));
  }

  private static String hidden(String phoneNumber) {
    return phoneNumber == null
        ? null
        : "…" + phoneNumber.substring(Math.max(0, phoneNumber.length() - SHOWN_DIGITS));
  }

  private Response send(Request request) {
    SecondFactors.Sent sent = factors.send(request.principal());
    return Response.json(
        new SentView(
            "A code is on its way.",
            sent.channel(),
            hidden(sent.recipient()),
            settings.factorCodeLifetime().toSeconds()));
  }

  private Response verify(Request request, Code body) {
    Principal principal = request.principal();
    SecondFactors.Verified verified =
        factors.verify(
            principal,
            body.code(),
            request.remoteAddress(),
            (handle, action) -> changed(handle, request, principal.userKey(), action));
    List<String> codes = verified.recoveryCodes().isEmpty() ? null : verified.recoveryCodes();
    return Response.json(new VerifiedView(true, verified.factor(), codes));
  }

  private Response choose(Request request, Choice choice) {
    Principal principal = request.principal();
    factors
        .setup()
        .choose(
            principal,
            choice.defaultFactor(),
            (handle, action) -> changed(handle, request, principal.userKey(), action));
    return Response.json(view(principal));
  }

  private Response enrol(Request request) {
    requireSelf(request);
    FactorSetup.Enrolment enrolment =
        factors
            .setup()
            .enrol(
                request.principal(),
                (handle, action) -> changed(handle, request, request.get(USER_ID), action));
    return Response.created(
        new EnrolmentView(
            Factor.AUTHENTICATOR,
            enrolment.secret(),
            enrolment.uri(),
            request.family().prefix() + "/user/" + request.get(USER_ID) + "/qr",
            enrolment.lifetime().toSeconds()));
  }

  private Response picture(Request request) {
    requireSelf(request);
    String uri =
        factors
            .setup()
            .pendingUri(request.principal())
            .orElseThrow(() -> Problem.notFound().toException());
    return Response.content(Content.bytes("image/png", QrPicture.png(uri)).inline("mfa.png"))
        .header("Cache-Control", "no-store");
  }

  private Response remove(Request request) {
    Principal principal = request.principal();
    long userKey = request.get(USER_ID);
    if (principal.proof() == Principal.Proof.PERSONAL_TOKEN) {
      throw Problem.of(ProblemType.FORBIDDEN).toException();
    }
    requireKnown(request);
    boolean removed =
        database.durably(
            handle -> {
              Precedence.require(handle, principal, userKey);
              boolean any =
                  FactorSetup.remove(
                      handle,
                      principal.organizationKey(),
                      userKey,
                      principal.tokenKey(),
                      clock.instant());
              if (any) {
                changed(handle, request, userKey, Action.UPDATE);
              }
              return any;
            });
    if (!removed) {
      throw Problem.notFound().toException();
    }
    return Response.noContent();
  }

  /** A factor is set up by its user alone: whoever sees its secret has it. */
  private void requireSelf(Request request) {
    if (request.get(USER_ID) != request.principal().userKey()) {
      requireKnown(request);
      throw new ProblemException(
          ProblemType.FORBIDDEN, "A second factor is set up by its user alone.");
    }
  }

  private void requireKnown(Request request) {
    long organizationKey = request.principal().organizationKey();
    long userKey = request.get(USER_ID);
    database
        .read(handle -> handle.attach(AccountDao.class).find(organizationKey, userKey))
        .orElseThrow(() -> Problem.notFound().toException());
  }

  private static void changed(Handle handle, Request request, long userKey, Action action) {
    Audit.changed(handle, request.auditor(), RecordKind.USER, userKey, action);
  }
}
