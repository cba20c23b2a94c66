package io.archway.http.imaging.account;

import static io.archway.http.kernel.Endpoint.post;

import io.archway.http.account.Activation;
import io.archway.http.account.Registering;
import io.archway.http.kernel.Endpoint;
import io.archway.http.kernel.Problem;
import io.archway.http.kernel.Request;
import io.archway.http.kernel.Resource;
import io.archway.http.kernel.Response;
import io.archway.http.kernel.Rule;
import io.archway.index.account.Account;
import io.archway.index.audit.Action;
import io.archway.index.audit.Audit;
import io.archway.index.audit.RecordKind;
import java.util.List;

/** Accounts that strangers ask for. */
public final class RegistrationResource implements Resource {

  private static final Told SENT =
      new Told("A message was sent to the e-mail address. It says how to go on.");

  private final Registering registering;
  private final Activation activation;

  public RegistrationResource(Registering registering, Activation activation) {
    this.registering = registering;
    this.activation = activation;
  }

  @Override
  public String name() {
    return "auth";
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        post("/auth/register", "register")
            .summary("Asks for an account. It is made when the code of the message comes back.")
            .open()
            .creates(Told.class)
            .showsNothing()
            .handles(NewRegistration.class, this::register),
        post("/auth/activate", "activate")
            .summary(
                "Makes an account active by the code of a message; radiologists wait to be let in.")
            .open()
            .answers(Activated.class)
            .handles(Code.class, this::activate));
  }

  record Code(@Rule.Required @Rule.Secret String code) {}

  record Activated(String message, String username) {}

  private Response register(Request request, NewRegistration body) {
    if (body.role() != null && !registering.roles().contains(body.role())) {
      throw Problem.invalid("role", "expected: one of " + String.join(", ", registering.roles()))
          .toException();
    }
    registering.register(body.account(registering.phoneNumbers()), request.remoteAddress());
    return Response.created(SENT);
  }

  private Response activate(Request request, Code body) {
    Account account =
        activation.activate(
            body.code(),
            request.remoteAddress(),
            (handle, made) ->
                Audit.changed(
                    handle,
                    request.auditor(made.organizationKey(), made.userKey()),
                    RecordKind.USER,
                    made.userKey(),
                    Action.CREATE));
    return Response.json(
        new Activated(
            account.active()
                ? "The account is active. Sign in."
                : "The address is confirmed. An administrator will let you in.",
            account.username()));
  }
}
