package io.archway.http.imaging.account;

import static io.archway.http.kernel.Endpoint.delete;
import static io.archway.http.kernel.Endpoint.get;

import io.archway.http.access.Permission;
import io.archway.http.access.Precedence;
import io.archway.http.kernel.Endpoint;
import io.archway.http.kernel.Page;
import io.archway.http.kernel.PageRequest;
import io.archway.http.kernel.Parameter;
import io.archway.http.kernel.Problem;
import io.archway.http.kernel.ProblemException;
import io.archway.http.kernel.ProblemType;
import io.archway.http.kernel.Request;
import io.archway.http.kernel.Resource;
import io.archway.http.kernel.Response;
import io.archway.index.audit.Action;
import io.archway.index.audit.Audit;
import io.archway.index.audit.RecordKind;
import io.archway.index.database.Database;
import io.archway.index.message.Channel;
import io.archway.index.message.MessageDao;
import io.archway.index.message.MessageKind;
import io.archway.index.message.MessageState;
import io.archway.index.message.OutgoingMessage;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/**
 * The outbox, for who sees that people hear from the gateway. Where no way out is set up for a
 * message, they read here what it says and pass it on: whoever may do that can act as its
 * recipient.
 */
public final class MessageResource implements Resource {

  private static final Parameter<Long> ID = Parameter.pathKey("id");
  private static final Parameter<MessageState> STATE =
      Parameter.queryEnum("state", MessageState.class);
  private static final Parameter<MessageKind> KIND = Parameter.queryEnum("kind", MessageKind.class);
  private static final Parameter<Long> USER_ID = Parameter.queryLong("user_id", 1, Long.MAX_VALUE);

  private static final int MAX_COUNTED = 10_000;

  private final Database database;
  private final Set<Channel> carried;
  private final InstantSource clock;

  public MessageResource(Database database, Set<Channel> carried, InstantSource clock) {
    this.database = database;
    this.carried = Set.copyOf(carried);
    this.clock = clock;
  }

  @Override
  public String name() {
    return "message";
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        get("/message", "listMessages")
            .summary("Messages to people, newest first; what they say is shown one by one.")
            .takes(STATE, KIND, USER_ID)
            .needs(Permission.MESSAGE_INDEX.text())
            .answersPageOf(MessageView.class)
            .showsEach(RecordKind.MESSAGE, MessageView.class, MessageView::id)
            .handles(this::list),
        get("/message/{id}", "showMessage")
            .summary("One message; with what it says where no way out is set up for it.")
            .takes(ID)
            .needs(Permission.MESSAGE_SHOW.text())
            .answers(MessageView.class)
            .shows(RecordKind.MESSAGE, ID)
            .handles(this::show),
        delete("/message/{id}", "cancelMessage")
            .summary("Keeps a message that waits from being sent.")
            .takes(ID)
            .needs(Permission.MESSAGE_DESTROY.text())
            .refuses(ProblemType.CONFLICT)
            .answersNothing()
            .shows(RecordKind.MESSAGE, ID)
            .handles(this::cancel));
  }

  private Response list(Request request) {
    long organizationKey = request.principal().organizationKey();
    PageRequest page = request.page();
    MessageDao.Filter filter =
        new MessageDao.Filter(request.get(STATE), request.get(KIND), request.get(USER_ID));
    return database.read(
        handle -> {
          MessageDao messages = handle.attach(MessageDao.class);
          List<MessageView> shown =
              messages.list(organizationKey, filter, page.offset(), page.size()).stream()
                  .map(message -> MessageView.of(message, false))
                  .toList();
          long total = messages.count(organizationKey, filter, MAX_COUNTED + 1);
          return Response.page(
              new Page<>(shown, Math.min(total, MAX_COUNTED), total > MAX_COUNTED));
        });
  }

  private Response show(Request request) {
    OutgoingMessage message = find(request);
    boolean told = !carried.contains(message.channel());
    if (told && message.kind().isSecret() && message.userKey() != null) {
      database.read(
          handle -> {
            Precedence.require(handle, request.principal(), message.userKey());
            return null;
          });
    }
    return Response.json(MessageView.of(message, told));
  }

  private Response cancel(Request request) {
    OutgoingMessage message = find(request);
    boolean ended =
        database.durably(
            handle -> {
              int cancelled =
                  handle
                      .attach(MessageDao.class)
                      .end(
                          message.messageKey(),
                          MessageState.FAILED,
                          "Cancelled by an administrator.",
                          clock.instant());
              if (cancelled == 1) {
                Audit.changed(
                    handle,
                    request.auditor(),
                    RecordKind.MESSAGE,
                    message.messageKey(),
                    Action.DELETE);
              }
              return cancelled == 1;
            });
    if (!ended) {
      throw new ProblemException(ProblemType.CONFLICT, "The message has come to its end.");
    }
    return Response.noContent();
  }

  private OutgoingMessage find(Request request) {
    long organizationKey = request.principal().organizationKey();
    long key = request.get(ID);
    return database
        .read(handle -> handle.attach(MessageDao.class).find(organizationKey, key))
        .orElseThrow(() -> Problem.notFound().toException());
  }
}
