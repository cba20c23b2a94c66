package io.archway.http.imaging;

import static io.archway.http.kernel.Endpoint.get;

import io.archway.http.access.Actor;
import io.archway.http.access.Permission;
import io.archway.http.account.AccessTokens;
import io.archway.http.event.EventFollowers;
import io.archway.http.kernel.Endpoint;
import io.archway.http.kernel.Parameter;
import io.archway.http.kernel.Principal;
import io.archway.http.kernel.Problem;
import io.archway.http.kernel.ProblemType;
import io.archway.http.kernel.Request;
import io.archway.http.kernel.Resource;
import io.archway.http.kernel.Response;
import io.archway.index.access.Visibility;
import io.archway.index.database.Database;
import java.util.List;

/** What happens, as server-sent events (HTML 9.2): resumed after the last event that was seen. */
final class EventResource implements Resource {

  private static final String STREAM = "text/event-stream";
  private static final String LAST_EVENT_ID = "Last-Event-ID";
  private static final int MAX_DIGITS = 18;

  private static final Parameter<Long> AFTER =
      Parameter.queryLong("last_event_id", 0, Long.MAX_VALUE)
          .described("Begins after this event; the header Last-Event-ID goes before it.");

  private final Database database;
  private final EventFollowers followers;
  private final AccessTokens tokens;

  EventResource(Database database, EventFollowers followers, AccessTokens tokens) {
    this.database = database;
    this.followers = followers;
    this.tokens = tokens;
  }

  @Override
  public String name() {
    return "event";
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        get("/events", "followEvents")
            .summary("What happens from now on, or after Last-Event-ID, while the client listens.")
            .takes(AFTER)
            .needs(Permission.EVENT_INDEX.text())
            .refuses(ProblemType.TOO_MANY_REQUESTS)
            .answersOpenContent(STREAM)
            .handles(this::follow));
  }

  private Response follow(Request request) {
    Principal principal = request.principal();
    return Response.open(
            STREAM, followers.follow(principal, after(request), () -> visible(principal)))
        .header("X-Accel-Buffering", "no"); // or nginx would hold events back
  }

  /** Null for whoever may follow no longer. */
  private Visibility visible(Principal principal) {
    return tokens.stillMay(principal, Permission.EVENT_INDEX.text())
        ? database.read(handle -> Actor.of(handle, principal).visible())
        : null;
  }

  /** The browser's header is newer than the query, which stays as it was first written. */
  private static Long after(Request request) {
    String header = request.header(LAST_EVENT_ID);
    if (header == null || header.isEmpty()) {
      return request.get(AFTER);
    }
    if (header.length() > MAX_DIGITS || !header.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw Problem.invalid(LAST_EVENT_ID, "expected: the number of an event").toException();
    }
    return Long.valueOf(header);
  }
}
