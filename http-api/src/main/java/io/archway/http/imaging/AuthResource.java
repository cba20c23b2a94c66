package io.archway.http.imaging;

import static io.archway.http.kernel.Endpoint.get;
import static io.archway.http.kernel.Endpoint.post;

import io.archway.http.account.AccessTokens;
import io.archway.http.account.SignIn;
import io.archway.http.kernel.Endpoint;
import io.archway.http.kernel.FieldErrors;
import io.archway.http.kernel.Problem;
import io.archway.http.kernel.ProblemType;
import io.archway.http.kernel.Request;
import io.archway.http.kernel.Resource;
import io.archway.http.kernel.Response;
import io.archway.http.kernel.Rule;
import io.archway.index.account.Account;
import io.archway.index.account.AccountDao;
import io.archway.index.account.Role;
import io.archway.index.audit.Action;
import io.archway.index.audit.Audit;
import io.archway.index.audit.RecordKind;
import io.archway.index.database.Database;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;

/** Signing in and out, and who one is. */
final class AuthResource implements Resource {

  private final Database database;
  private final SignIn signIn;
  private final AccessTokens tokens;

  AuthResource(Database database, SignIn signIn, AccessTokens tokens) {
    this.database = database;
    this.signIn = signIn;
    this.tokens = tokens;
  }

  @Override
  public String name() {
    return "auth";
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        post("/auth/login", "login")
            .summary("Signs in by username or e-mail address.")
            .open()
            .refuses(ProblemType.UNAUTHENTICATED, ProblemType.TOO_MANY_REQUESTS)
            .answers(SignedIn.class)
            .handles(Login.class, this::login),
        post("/auth/logout", "logout")
            .summary("Revokes the token of this request.")
            .signedInBeforeSecondFactor()
            .answersNothing()
            .handles(this::logout),
        get("/auth/me", "showMe")
            .summary("The user whose token this is.")
            .signedIn()
            .showsNothing()
            .answers(UserView.class)
            .handles(this::me));
  }

  /** {@code timezone} is an IANA name and becomes the user's. */
  record Login(
      @Rule.Required @Rule.Size(min = 2, max = 255) String username,
      @Rule.Required @Rule.Secret @Rule.Size(min = 5, max = 255) String password,
      @Rule.Size(max = 64) String timezone)
      implements Rule.Across {

    @Override
    public void check(FieldErrors errors) {
      try {
        zone();
      } catch (DateTimeException e) {
        errors.add("timezone", "expected: a time zone like America/Chicago");
      }
    }

    ZoneId zone() {
      return timezone == null ? null : ZoneId.of(timezone);
    }
  }

  /** With {@code mfaRequired} the token is good for the second factor alone, until it was shown. */
  record SignedIn(
      String accessToken, String tokenType, long expiresIn, boolean mfaRequired, UserView user) {}

  private Response login(Request request, Login login) {
    SignIn.Granted granted =
        signIn.grant(
            login.username(),
            login.password(),
            login.zone(),
            request.remoteAddress(),
            (handle, organizationKey, userKey) ->
                Audit.changed(
                    handle,
                    request.auditor(organizationKey, userKey),
                    RecordKind.USER,
                    userKey,
                    Action.SIGN_IN));
    UserView user = view(granted.account());
    return Response.json(
        new SignedIn(
            granted.accessToken(),
            "Bearer",
            granted.expiresInSeconds(),
            granted.awaitsFactor(),
            user));
  }

  private Response logout(Request request) {
    signIn.revoke(
        request.principal(),
        (handle, organizationKey, userKey) ->
            Audit.changed(handle, request.auditor(), RecordKind.USER, userKey, Action.SIGN_OUT));
    return Response.noContent();
  }

  private Response me(Request request) {
    long organizationKey = request.principal().organizationKey();
    long userKey = request.principal().userKey();
    return database
        .read(handle -> handle.attach(AccountDao.class).find(organizationKey, userKey))
        .map(account -> Response.json(view(account)))
        .orElseThrow(() -> Problem.notFound().toException());
  }

  private UserView view(Account account) {
    List<Role> roles =
        database.read(
            handle ->
                handle
                    .attach(AccountDao.class)
                    .roles(account.organizationKey(), account.userKey()));
    return UserView.of(
        account, roles, tokens.permissions(account.organizationKey(), account.userKey()));
  }
}
