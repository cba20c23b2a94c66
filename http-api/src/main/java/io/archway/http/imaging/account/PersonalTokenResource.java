package io.archway.http.imaging.account;

import static io.archway.http.kernel.Endpoint.delete;
import static io.archway.http.kernel.Endpoint.get;
import static io.archway.http.kernel.Endpoint.post;

import io.archway.http.access.Permission;
import io.archway.http.account.PersonalTokens;
import io.archway.http.kernel.Endpoint;
import io.archway.http.kernel.FieldErrors;
import io.archway.http.kernel.Parameter;
import io.archway.http.kernel.Request;
import io.archway.http.kernel.Resource;
import io.archway.http.kernel.Response;
import io.archway.http.kernel.Rule;
import io.archway.index.account.AccessToken;
import io.archway.index.audit.Action;
import io.archway.index.audit.Audit;
import io.archway.index.audit.RecordKind;
import java.time.Instant;
import java.util.List;

/** Tokens that people give to programs. No such token makes another, or takes one back. */
public final class PersonalTokenResource implements Resource {

  private static final Parameter<Long> ID = Parameter.pathKey("token_id");

  private final PersonalTokens tokens;

  public PersonalTokenResource(PersonalTokens tokens) {
    this.tokens = tokens;
  }

  @Override
  public String name() {
    return "token";
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        get("/oauth/personal-access-token", "listPersonalTokens")
            .summary("One's own tokens that have not expired; not what they are.")
            .signedInPerson()
            .answersListOf(TokenView.class)
            .showsEach(RecordKind.TOKEN, TokenView.class, TokenView::id)
            .handles(this::list),
        post("/oauth/personal-access-token", "createPersonalToken")
            .summary("A token for a program, shown only now; its scopes are cut to one's rights.")
            .signedInPerson()
            .creates(NewToken.class)
            .handles(Wish.class, this::create),
        delete("/oauth/personal-access-token/{token_id}", "deletePersonalToken")
            .summary("Revokes one of one's own tokens.")
            .takes(ID)
            .shows(RecordKind.TOKEN, ID)
            .signedInPerson()
            .answersNothing()
            .handles(this::revoke));
  }

  /** {@code scopes} are names of permissions; none: all that the user may. */
  record Wish(
      @Rule.Required @Rule.Size(min = 1, max = 191) String name,
      @Rule.Size(max = 200) List<String> scopes)
      implements Rule.Across {

    @Override
    public void check(FieldErrors errors) {
      for (int i = 0; scopes != null && i < scopes.size(); i++) {
        if (Permission.of(scopes.get(i)).isEmpty()) {
          errors.add("scopes." + i, "expected: the name of a permission, such as media.show");
        }
      }
    }
  }

  /** {@code scopes} is null where the token may all that its user may. */
  record TokenView(
      long id, String name, List<String> scopes, Instant createdAt, Instant expiresAt) {

    static TokenView of(AccessToken token) {
      return new TokenView(
          token.tokenKey(),
          token.name(),
          token.scopes() == null ? null : List.of(token.scopes().split(" ")),
          token.createdAt(),
          token.expiresAt());
    }
  }

  record NewToken(String accessToken, String tokenType, TokenView token) {}

  private Response list(Request request) {
    return Response.json(tokens.list(request.principal()).stream().map(TokenView::of).toList());
  }

  private Response create(Request request, Wish wish) {
    PersonalTokens.Granted granted =
        tokens.create(
            request.principal(),
            wish.name(),
            wish.scopes() == null ? List.of() : wish.scopes(),
            (handle, key) ->
                Audit.changed(handle, request.auditor(), RecordKind.TOKEN, key, Action.CREATE));
    return Response.created(
        new NewToken(granted.accessToken(), "Bearer", TokenView.of(granted.token())));
  }

  private Response revoke(Request request) {
    tokens.revoke(
        request.principal(),
        request.get(ID),
        (handle, key) ->
            Audit.changed(handle, request.auditor(), RecordKind.TOKEN, key, Action.DELETE));
    return Response.noContent();
  }
}
