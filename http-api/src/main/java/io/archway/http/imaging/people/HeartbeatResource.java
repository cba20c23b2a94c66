package io.archway.http.imaging.people;

import static io.archway.http.kernel.Endpoint.post;

import io.archway.http.access.Permission;
import io.archway.http.imaging.people.UserDetail.HeartbeatView;
import io.archway.http.kernel.Endpoint;
import io.archway.http.kernel.Principal;
import io.archway.http.kernel.Request;
import io.archway.http.kernel.Resource;
import io.archway.http.kernel.Response;
import io.archway.http.kernel.Rule;
import io.archway.index.agent.Heartbeats;
import io.archway.index.database.Database;
import java.time.InstantSource;
import java.util.List;

/**
 * Agents say that they are there, each as the user it signs in as. Not audited: nothing changes.
 */
public final class HeartbeatResource implements Resource {

  private final Heartbeats heartbeats;
  private final InstantSource clock;

  public HeartbeatResource(Database database, InstantSource clock) {
    this.heartbeats = new Heartbeats(database);
    this.clock = clock;
  }

  @Override
  public String name() {
    return "heartbeat";
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        post("/heartbeat", "storeHeartbeat")
            .summary("The agent of this user is there, in this version.")
            .needs(Permission.USER_HEARTBEAT_STORE.text())
            .showsNothing()
            .answers(HeartbeatView.class)
            .handles(Beat.class, this::beat));
  }

  record Beat(@Rule.Required @Rule.Size(max = 100) String version) {}

  private Response beat(Request request, Beat body) {
    Principal principal = request.principal();
    return Response.json(
        UserViews.heartbeat(
            heartbeats.beat(
                principal.organizationKey(),
                principal.userKey(),
                body.version(),
                request.remoteAddress().getHostAddress(),
                clock.instant())));
  }
}
