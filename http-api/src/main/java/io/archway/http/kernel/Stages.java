package io.archway.http.kernel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Map;

/**
 * What happens to a request between its header and its handler, in this order: authenticate,
 * authorise, parameters (all that {@link #admit} does), then body. Worker threads.
 */
final class Stages {

  private final Json json;
  private final int maxFormFields;

  Stages(HttpLimits limits) {
    this.json = new Json(limits);
    this.maxFormFields = limits.maxQueryParameters();
  }

  /** The request without its body; throws what is to be answered instead. */
  Request admit(Exchange exchange) {
    Route route = exchange.route;
    Principal principal = authenticate(route, exchange.head);
    exchange.principal = principal;
    authorise(
        isOwn(exchange) ? new Access.SignedIn(true, false) : route.endpoint().access(), principal);
    Map<Parameter<?>, Object> values =
        ParameterReader.read(route, exchange.variables, exchange.query);
    return new Request(exchange.head, route.family(), principal, values, null);
  }

  private static Principal authenticate(Route route, RequestHead head) {
    if (route.endpoint().access() instanceof Access.Open) {
      return null;
    }
    return route
        .family()
        .dialect()
        .authenticator()
        .authenticate(head)
        .orElseThrow(() -> Problem.of(ProblemType.UNAUTHENTICATED).toException());
  }

  /** Whether it is about the user themself, and they may see to that. */
  private static boolean isOwn(Exchange exchange) {
    Route route = exchange.route;
    if (!(route.endpoint().access() instanceof Access.Permitted permitted)
        || permitted.ownVariable() == null) {
      return false;
    }
    String named = exchange.variables.get(route.variables().indexOf(permitted.ownVariable()));
    return exchange.principal.proof() != Principal.Proof.PERSONAL_TOKEN
        && exchange.principal.userKey() != 0
        && named.equals(Long.toString(exchange.principal.userKey()));
  }

  private static void authorise(Access access, Principal principal) {
    if (principal != null && !isProven(access, principal.proof())) {
      throw new ProblemException(ProblemType.UNAUTHENTICATED, "MFA is required for this request.");
    }
    if (!isAllowed(access, principal)) {
      throw Problem.of(ProblemType.FORBIDDEN).toException();
    }
  }

  private static boolean isProven(Access access, Principal.Proof proof) {
    return proof != Principal.Proof.SIGN_IN_WITHOUT_FACTOR
        || access instanceof Access.SignedIn signedIn && signedIn.beforeSecondFactor();
  }

  private static boolean isAllowed(Access access, Principal principal) {
    if (access instanceof Access.Permitted permitted) {
      return principal.may(permitted.permission());
    }
    return !(access instanceof Access.SignedIn signedIn && signedIn.bySignInOnly())
        || principal.proof() != Principal.Proof.PERSONAL_TOKEN;
  }

  /** The request with its body, read into the declared record and checked. */
  Request withBody(Request request, byte[] body) throws Exception {
    Dialect dialect = request.family().dialect();
    if (request.head().endpoint().body() instanceof RequestBody.Json declared) {
      JsonNode tree = json.read(body.length == 0 ? new byte[] {'{', '}'} : body);
      return request.withBody(
          BodyBinder.bind(
              tree,
              declared.type(),
              dialect,
              (members, errors) -> {
                request.family().ready().run();
                declared.references().check(request, members, errors);
              }));
    }
    if (request.head().endpoint().body() instanceof RequestBody.Form declared) {
      JsonNode tree =
          FormFields.areIn(request.header("Content-Type"))
              ? FormFields.read(body, maxFormFields)
              : json.read(body.length == 0 ? new byte[] {'{', '}'} : body);
      return request.withBody(
          BodyBinder.bind(tree, declared.type(), dialect, (members, errors) -> {}));
    }
    if (!dialect.lenient()) {
      BodyBinder.requireNothing(
          body.length == 0 ? MissingNode.getInstance() : json.read(body), dialect);
    }
    return request;
  }

  Response handle(Request request) throws Exception {
    if (!(request.head().endpoint().access() instanceof Access.Open)) {
      request.family().ready().run();
    }
    return request.head().endpoint().handler().handle(request);
  }
}
