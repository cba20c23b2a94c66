package io.archway.http.imaging.account;

import static io.archway.http.kernel.Endpoint.post;
import static io.archway.http.kernel.Endpoint.put;

import io.archway.http.account.PasswordChanges;
import io.archway.http.account.PasswordPolicy;
import io.archway.http.contact.EmailAddress;
import io.archway.http.kernel.Endpoint;
import io.archway.http.kernel.FieldErrors;
import io.archway.http.kernel.ProblemType;
import io.archway.http.kernel.Request;
import io.archway.http.kernel.Resource;
import io.archway.http.kernel.Response;
import io.archway.http.kernel.Rule;
import io.archway.index.audit.Action;
import io.archway.index.audit.Audit;
import io.archway.index.audit.Auditor;
import io.archway.index.audit.RecordKind;
import java.util.List;

/** Passwords that are forgotten, and others for those that are known. */
public final class PasswordResource implements Resource {

  private static final Told SENT =
      new Told("If there is an active account with this address, a message was sent to it.");
  private static final Told CHANGED = new Told("The password was changed. Sign in.");

  private final PasswordChanges passwords;

  public PasswordResource(PasswordChanges passwords) {
    this.passwords = passwords;
  }

  @Override
  public String name() {
    return "auth";
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        post("/auth/password/forgot", "forgotPassword")
            .summary("Sends a token that resets the password, if the address is known.")
            .open()
            .refuses(ProblemType.TOO_MANY_REQUESTS)
            .answers(Told.class)
            .showsNothing()
            .handles(Forgotten.class, this::forgot),
        put("/auth/password/reset", "resetPassword")
            .summary("Sets another password by the token of a message; all tokens are revoked.")
            .open()
            .answers(Told.class)
            .handles(NewPassword.class, this::reset),
        post("/user/change", "changePassword")
            .summary("Sets another password of one's own; all other sign-ins end, tokens if asked.")
            .signedInPerson()
            .answersNothing()
            .handles(OtherPassword.class, this::change));
  }

  record Forgotten(
      @Rule.Required @Rule.Matches(value = EmailAddress.PATTERN, meaning = EmailAddress.MEANING)
          String email)
      implements Rule.Across {

    @Override
    public void check(FieldErrors errors) {
      EmailAddress.check(errors, "email", email);
    }
  }

  record NewPassword(
      @Rule.Required
          @Rule.Secret
          @Rule.Size(min = PasswordPolicy.MIN_LENGTH, max = PasswordPolicy.MAX_LENGTH)
          String password,
      @Rule.Required @Rule.Secret String confirmPassword,
      @Rule.Required @Rule.Secret String token)
      implements Rule.Across {

    @Override
    public void check(FieldErrors errors) {
      if (!password.equals(confirmPassword)) {
        errors.add("confirm_password", "expected: the same as password");
      }
    }
  }

  /** {@code revokeTokens}: one's tokens for programs, too. */
  record OtherPassword(
      @Rule.Required @Rule.Secret String passwordCurrent,
      @Rule.Required
          @Rule.Secret
          @Rule.Size(min = PasswordPolicy.MIN_LENGTH, max = PasswordPolicy.MAX_LENGTH)
          String password,
      @Rule.Required @Rule.Secret String passwordConfirmation,
      Boolean revokeTokens)
      implements Rule.Across {

    @Override
    public void check(FieldErrors errors) {
      if (!password.equals(passwordConfirmation)) {
        errors.add("password_confirmation", "expected: the same as password");
      }
    }
  }

  private Response forgot(Request request, Forgotten body) {
    passwords.forgot(body.email(), request.remoteAddress());
    return Response.json(SENT);
  }

  private Response reset(Request request, NewPassword body) {
    passwords.reset(
        body.token(),
        body.password(),
        request.remoteAddress(),
        (handle, organizationKey, userKey) -> {
          Auditor auditor = request.auditor(organizationKey, userKey);
          Audit.changed(handle, auditor, RecordKind.USER, userKey, Action.UPDATE);
        });
    return Response.json(CHANGED);
  }

  private Response change(Request request, OtherPassword body) {
    passwords.change(
        request.principal(),
        body.passwordCurrent(),
        body.password(),
        Boolean.TRUE.equals(body.revokeTokens()),
        (handle, organizationKey, userKey) ->
            Audit.changed(handle, request.auditor(), RecordKind.USER, userKey, Action.UPDATE));
    return Response.noContent();
  }
}
