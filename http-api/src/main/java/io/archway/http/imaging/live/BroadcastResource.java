package io.archway.http.imaging.live;

import static io.archway.http.kernel.Endpoint.get;
import static io.archway.http.kernel.Endpoint.post;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.archway.http.access.Actor;
import io.archway.http.access.Permission;
import io.archway.http.account.AccessTokens;
import io.archway.http.kernel.Endpoint;
import io.archway.http.kernel.Parameter;
import io.archway.http.kernel.Principal;
import io.archway.http.kernel.Problem;
import io.archway.http.kernel.ProblemType;
import io.archway.http.kernel.Request;
import io.archway.http.kernel.Resource;
import io.archway.http.kernel.Response;
import io.archway.http.kernel.Rule;
import io.archway.http.live.Grant;
import io.archway.http.live.Live;
import io.archway.http.live.LiveChannel;
import io.archway.index.access.Visibility;
import io.archway.index.account.Account;
import io.archway.index.account.AccountDao;
import io.archway.index.database.Database;
import io.archway.index.organization.OrganizationDao;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** Signs subscriptions to channels, by what the caller may see, and looks again while they last. */
public final class BroadcastResource implements Resource {

  private static final String SOCKET = "[0-9]{1,20}\\.[0-9]{1,20}";
  private static final String SOCKET_MEANING = "the id of a connection, like 1234.5678";
  private static final int MAX_NAME = 164;

  private static final Parameter<String> SOCKET_ID =
      Parameter.queryText("socket_id", 41).required().described("As the WebSocket was told.");
  private static final Parameter<String> CHANNEL_NAME =
      Parameter.queryText("channel_name", MAX_NAME).required().described("Like private-office.1.");

  private final Database database;
  private final Live live;
  private final AccessTokens tokens;

  public BroadcastResource(Database database, Live live, AccessTokens tokens) {
    this.database = database;
    this.live = live;
    this.tokens = tokens;
  }

  @Override
  public String name() {
    return "broadcasting";
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        get("/broadcasting/auth", "signSubscriptionByQuery")
            .summary("Lets a WebSocket subscribe once to a private or presence channel.")
            .takes(SOCKET_ID, CHANNEL_NAME)
            .needs(Permission.EVENT_INDEX.text())
            .showsNothing()
            .refuses(ProblemType.NOT_FOUND)
            .answers(Signed.class)
            .handles(request -> sign(request, request.get(SOCKET_ID), request.get(CHANNEL_NAME))),
        post("/broadcasting/auth", "signSubscription")
            .summary("Lets a WebSocket subscribe once to a private or presence channel.")
            .needs(Permission.EVENT_INDEX.text())
            .showsNothing()
            .refuses(ProblemType.NOT_FOUND)
            .answers(Signed.class)
            .handlesForm(
                Wanted.class,
                (request, wanted) -> sign(request, wanted.socketId(), wanted.channelName())));
  }

  record Wanted(
      @Rule.Required @Rule.Matches(value = SOCKET, meaning = SOCKET_MEANING) String socketId,
      @Rule.Required @Rule.Size(max = MAX_NAME) String channelName) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Signed(String auth, String channelData) {}

  private Response sign(Request request, String socketId, String channelName) {
    if (!socketId.matches(SOCKET)) {
      throw Problem.invalid("socket_id", "expected: " + SOCKET_MEANING).toException();
    }
    LiveChannel channel =
        LiveChannel.of(channelName)
            .orElseThrow(
                () ->
                    Problem.invalid("channel_name", "expected: one like private-organization.1")
                        .toException());
    Principal principal = request.principal();
    if (database.read(handle -> visible(handle, principal, channel)) == null) {
      throw Problem.notFound().toException();
    }
    Grant grant =
        new Grant(
            channel,
            principal.organizationKey(),
            principal.userKey(),
            channel.kind() == LiveChannel.Kind.PRESENCE ? name(principal) : "",
            () -> tokens.stillMay(principal, Permission.EVENT_INDEX.text()),
            () -> database.read(handle -> visible(handle, principal, channel)));
    Live.Signed signed = live.grant(socketId, grant);
    return Response.json(new Signed(signed.auth(), signed.channelData()));
  }

  /** What of it they see; null where the channel is not there for them. */
  private static Visibility visible(Handle handle, Principal principal, LiveChannel channel) {
    Visibility own = Actor.of(handle, principal).visible();
    long organizationKey = principal.organizationKey();
    boolean there =
        switch (channel.kind()) {
          case ORGANIZATION -> channel.id() == organizationKey;
          case OFFICE ->
              own.includeOffice(channel.id())
                  && handle
                      .attach(OrganizationDao.class)
                      .findOffice(organizationKey, channel.id())
                      .isPresent();
          case USER -> channel.id() == principal.userKey();
          case WORKLIST -> own.seesItemOf(handle, organizationKey, channel.id());
          case PRESENCE -> // its members are users, of whom a bound one sees those of their offices
              channel.id() == organizationKey
                  && principal.userKey() != 0
                  && own.officeKeys() == null;
        };
    return there ? channel.narrow(own) : null;
  }

  private String name(Principal principal) {
    return database
        .read(
            handle ->
                handle
                    .attach(AccountDao.class)
                    .find(principal.organizationKey(), principal.userKey()))
        .map(BroadcastResource::name)
        .orElseThrow(() -> Problem.notFound().toException());
  }

  private static String name(Account user) {
    String name =
        Stream.of(user.firstName(), user.lastName())
            .filter(part -> part != null && !part.isBlank())
            .collect(Collectors.joining(" "));
    return name.isEmpty() ? user.username() : name;
  }
}
