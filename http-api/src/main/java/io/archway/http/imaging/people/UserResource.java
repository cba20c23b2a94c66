package io.archway.http.imaging.people;

import static io.archway.http.kernel.Endpoint.delete;
import static io.archway.http.kernel.Endpoint.get;
import static io.archway.http.kernel.Endpoint.post;
import static io.archway.http.kernel.Endpoint.put;

import io.archway.http.access.Actor;
import io.archway.http.access.Permission;
import io.archway.http.access.Precedence;
import io.archway.http.account.AccessTokens;
import io.archway.http.account.AccountSettings;
import io.archway.http.account.PasswordChanges;
import io.archway.http.account.PasswordHashing;
import io.archway.http.imaging.Pages;
import io.archway.http.imaging.people.UserViews.Include;
import io.archway.http.kernel.Endpoint;
import io.archway.http.kernel.FieldErrors;
import io.archway.http.kernel.Parameter;
import io.archway.http.kernel.ProblemType;
import io.archway.http.kernel.Request;
import io.archway.http.kernel.Resource;
import io.archway.http.kernel.Response;
import io.archway.http.kernel.Rule;
import io.archway.index.account.Account;
import io.archway.index.account.AccountDao;
import io.archway.index.account.UserDao;
import io.archway.index.account.UserFilter;
import io.archway.index.audit.Action;
import io.archway.index.audit.Audit;
import io.archway.index.audit.RecordKind;
import io.archway.index.database.Database;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Users of an organization, and the offices to which they are bound. */
public final class UserResource implements Resource {

  private static final Parameter<Long> ID = Parameter.pathKey("id");
  private static final Parameter<Long> USER_ID = Parameter.pathKey("user_id");
  private static final Parameter<String> SEARCH =
      Parameter.queryText("search", 100)
          .described("Words that begin words of names or e-mail address, in any order.");
  private static final Parameter<String> ROLE =
      Parameter.queryText("role", 100).described("Slug of a role that they have.");
  private static final Parameter<List<Include>> INCLUDES =
      Parameter.queryEnum("includes[]", Include.class)
          .repeatable(5)
          .described("What is shown beside; roles, if nothing is said.");

  private final Database database;
  private final UserRules rules;
  private final UserViews views;
  private final UserChanges changes;

  public UserResource(
      Database database,
      PasswordHashing passwords,
      AccessTokens tokens,
      AccountSettings accounts,
      InstantSource clock) {
    this.database = database;
    this.rules = new UserRules();
    this.views = new UserViews(tokens);
    this.changes =
        new UserChanges(
            database,
            passwords,
            new PasswordChanges(database, passwords, accounts, clock),
            rules,
            accounts,
            clock);
  }

  @Override
  public String name() {
    return "user";
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        get("/user", "listUsers")
            .summary("Users, those made first first.")
            .takes(SEARCH, ROLE, INCLUDES)
            .needs(Permission.USER_INDEX.text())
            .showsEach(RecordKind.USER, UserDetail.class, UserDetail::id)
            .answersPageOf(UserDetail.class)
            .handles(this::list),
        post("/user", "createUser")
            .summary("Makes a user, with a role and offices if they are said.")
            .needs(Permission.USER_STORE.text())
            .creates(UserDetail.class)
            .handles(NewUserBody.class, this::create),
        get("/user/{id}", "showUser")
            .summary("One user with all that belongs to them.")
            .takes(ID)
            .needsUnlessOwn(Permission.USER_SHOW.text(), ID)
            .shows(RecordKind.USER, ID)
            .answers(UserDetail.class)
            .handles(this::show),
        put("/user/{id}", "updateUser")
            .summary("Changes a user; everybody may change their own names and numbers.")
            .takes(ID)
            .needsUnlessOwn(Permission.USER_UPDATE.text(), ID)
            .shows(RecordKind.USER, ID)
            .refuses(ProblemType.CONFLICT)
            .answers(UserDetail.class)
            .handles(UserChange.class, this::update),
        delete("/user/{id}", "deleteUser")
            .summary("Deletes a user: no token of theirs lets in any more.")
            .takes(ID)
            .needs(Permission.USER_DESTROY.text())
            .shows(RecordKind.USER, ID)
            .refuses(ProblemType.CONFLICT)
            .answersNothing()
            .handles(this::remove),
        get("/user/{user_id}/offices", "listUserOffices")
            .summary("The offices to which a user is bound; none: whatever their roles show.")
            .takes(USER_ID)
            .needsUnlessOwn(Permission.USER_SHOW.text(), USER_ID)
            .shows(RecordKind.USER, USER_ID)
            .answersListOf(UserDetail.OfficeView.class)
            .handles(this::offices),
        post("/user/{user_id}/offices", "bindUserToOffices")
            .summary("Binds a user to these offices instead of those they were bound to.")
            .takes(USER_ID)
            .needs(Permission.USER_UPDATE.text())
            .shows(RecordKind.USER, USER_ID)
            .answersListOf(UserDetail.OfficeView.class)
            .handles(OfficeBinding.class, this::bind));
  }

  /** Ids of offices; none is none. */
  record OfficeBinding(@Rule.Required @Rule.Size(max = 1_000) List<Long> officeIds) {}

  private Response list(Request request) {
    return database.read(
        handle -> {
          Actor actor = Actor.of(handle, request.principal());
          UserFilter filter =
              new UserFilter(
                  actor.organizationKey(),
                  request.get(SEARCH),
                  request.get(ROLE),
                  actor.visible().officeKeys(),
                  actor.userKey());
          var page = handle.attach(UserDao.class).page(filter, Pages.asked(request));
          return Response.page(
              Pages.answer(page, views.of(handle, page.rows(), includes(request))));
        });
  }

  private static Set<Include> includes(Request request) {
    List<Include> said = request.get(INCLUDES);
    return said.isEmpty() ? EnumSet.of(Include.ROLES) : EnumSet.copyOf(said);
  }

  private Response show(Request request) {
    return Response.json(view(request, request.get(ID)));
  }

  private Response create(Request request, NewUserBody body) {
    return Response.created(view(request, changes.create(request, body)));
  }

  private Response update(Request request, UserChange body) {
    changes.update(request, request.get(ID), body);
    return Response.json(view(request, request.get(ID)));
  }

  private UserDetail view(Request request, long userKey) {
    return database.read(
        handle -> {
          Account account = rules.find(handle, request, userKey);
          return views.one(handle, account);
        });
  }

  private Response remove(Request request) {
    changes.delete(request, request.get(ID));
    return Response.noContent();
  }

  private Response offices(Request request) {
    return Response.json(
        database.read(
            handle -> {
              Account account = rules.find(handle, request, request.get(USER_ID));
              return offices(handle, account);
            }));
  }

  private static List<UserDetail.OfficeView> offices(Handle handle, Account account) {
    return handle
        .attach(UserDao.class)
        .offices(account.organizationKey(), List.of(account.userKey()))
        .stream()
        .map(office -> new UserDetail.OfficeView(office.officeKey(), office.name()))
        .toList();
  }

  private Response bind(Request request, OfficeBinding body) {
    return Response.json(database.durably(handle -> bind(handle, request, body.officeIds())));
  }

  private List<UserDetail.OfficeView> bind(Handle handle, Request request, List<Long> offices) {
    UserDao users = handle.attach(UserDao.class);
    users.lock(request.principal().organizationKey());
    Account account = rules.find(handle, request, request.get(USER_ID));
    Precedence.require(handle, request.principal(), account.userKey());
    FieldErrors errors = new FieldErrors();
    rules.checkOffices(handle, request, "office_ids", offices, errors);
    errors.throwIfAny();
    users.removeOffices(account.userKey());
    offices.forEach(
        office -> handle.attach(AccountDao.class).bindToOffice(account.userKey(), office));
    if (!offices.isEmpty()) {
      users.showAllOffices(account.userKey(), false); // who is bound to some is to see these alone
    }
    Audit.changed(handle, request.auditor(), RecordKind.USER, account.userKey(), Action.UPDATE);
    return offices(handle, account);
  }
}
