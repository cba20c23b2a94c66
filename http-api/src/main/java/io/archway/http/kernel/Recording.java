package io.archway.http.kernel;

import io.archway.index.audit.Action;
import io.archway.index.audit.AuditEntry;
import io.archway.index.audit.Auditor;
import io.archway.index.audit.RecordKey;
import io.archway.index.audit.Via;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What the audit is told of a request. Worker threads. */
final class Recording {

  private Recording() {}

  static Auditor auditor(Principal principal, RequestHead head) {
    Long userKey = principal.userKey() == 0 ? null : principal.userKey();
    Long tokenKey = principal.tokenKey() == 0 ? null : principal.tokenKey();
    return auditor(principal.organizationKey(), userKey, tokenKey, head);
  }

  static Auditor auditor(long organizationKey, Long userKey, Long tokenKey, RequestHead head) {
    return new Auditor(
        organizationKey,
        Via.HTTP,
        userKey,
        tokenKey,
        null,
        head.remoteAddress().getHostAddress(),
        head.endpoint().id(),
        head.requestId());
  }

  /** What was read; null where nobody's records were. */
  static AuditEntry read(Exchange exchange, Request request, Response response) {
    Endpoint endpoint = request.head().endpoint();
    boolean open = endpoint.access() instanceof Access.Open;
    boolean records = endpoint.shows().isRecorded(endpoint.method());
    if (open || !records && response.shown().isEmpty()) {
      return null;
    }
    List<RecordKey> shown = endpoint.shows().named(exchange.route, exchange.variables);
    shown.addAll(response.shown());
    if (response.body() instanceof ResponseBody.Json json) {
      endpoint.shows().addShown(json.value(), shown);
    } else if (response.body() instanceof ResponseBody.Paged paged) {
      endpoint.shows().addShown(paged.page(), shown);
    }
    return AuditEntry.of(Instant.now(), request.auditor(), Action.READ, null, shown);
  }

  /** Who was not let through to what; null where it is not known who, or it is no refusal. */
  static AuditEntry refused(Exchange exchange, Problem problem) {
    if (exchange.route == null || exchange.head == null || !isRefusal(problem)) {
      return null;
    }
    Principal principal = exchange.principal;
    if (principal == null) {
      principal = holder(exchange);
    }
    if (principal == null) {
      return null;
    }
    List<RecordKey> named =
        new ArrayList<>(
            exchange.route.endpoint().shows().named(exchange.route, exchange.variables));
    return AuditEntry.of(
        Instant.now(),
        auditor(principal, exchange.head),
        Action.REFUSED,
        problem.type().status(),
        named);
  }

  private static boolean isRefusal(Problem problem) {
    return switch (problem.type()) {
      case UNAUTHENTICATED, FORBIDDEN, NOT_FOUND -> true;
      default -> false;
    };
  }

  /** Whose credentials these are that do not let in. */
  private static Principal holder(Exchange exchange) {
    return exchange.route.endpoint().access() instanceof Access.Open
        ? null
        : exchange.dialect.authenticator().holder(exchange.head).orElse(null);
  }
}
