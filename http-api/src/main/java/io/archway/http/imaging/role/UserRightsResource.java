package io.archway.http.imaging.role;

import static io.archway.http.kernel.Endpoint.delete;
import static io.archway.http.kernel.Endpoint.get;
import static io.archway.http.kernel.Endpoint.post;
import static io.archway.http.kernel.Endpoint.put;

import io.archway.http.access.Actor;
import io.archway.http.access.Administrators;
import io.archway.http.access.Granting;
import io.archway.http.access.Permission;
import io.archway.http.access.Precedence;
import io.archway.http.kernel.Endpoint;
import io.archway.http.kernel.FieldErrors;
import io.archway.http.kernel.Parameter;
import io.archway.http.kernel.Problem;
import io.archway.http.kernel.ProblemType;
import io.archway.http.kernel.Request;
import io.archway.http.kernel.Resource;
import io.archway.http.kernel.Response;
import io.archway.http.kernel.Rule;
import io.archway.index.access.Rights;
import io.archway.index.access.RoleDao;
import io.archway.index.account.AccountDao;
import io.archway.index.account.Role;
import io.archway.index.audit.Action;
import io.archway.index.audit.Audit;
import io.archway.index.audit.RecordKind;
import io.archway.index.database.Database;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** What single users may do: their roles, and what is added to these or taken from them. */
public final class UserRightsResource implements Resource {

  private static final Parameter<Long> USER = Parameter.pathKey("user_id");

  private final Database database;

  public UserRightsResource(Database database) {
    this.database = database;
  }

  @Override
  public String name() {
    return "user-rights";
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        get("/user/{user_id}/permission", "showUserPermissions")
            .summary("What a user may do, and what of it is not from their roles.")
            .takes(USER)
            .needs(Permission.USER_PERMISSION_SHOW.text())
            .shows(RecordKind.USER, USER)
            .answers(RightsView.class)
            .handles(this::showPermissions),
        post("/user/{user_id}/permission", "addUserPermissions")
            .summary("Permits a user more, whatever their roles say.")
            .takes(USER)
            .needs(Permission.USER_PERMISSION_STORE.text())
            .answers(RightsView.class)
            .handles(Named.class, this::addPermissions),
        put("/user/{user_id}/permission", "setUserPermissions")
            .summary("Makes this all that a user may do, whatever their roles say.")
            .takes(USER)
            .needs(Permission.USER_PERMISSION_UPDATE.text())
            .refuses(ProblemType.CONFLICT)
            .answers(RightsView.class)
            .handles(Named.class, this::setPermissions),
        delete("/user/{user_id}/permission", "removeUserPermissions")
            .summary("Permits a user less, whatever their roles say.")
            .takes(USER)
            .needs(Permission.USER_PERMISSION_DESTROY.text())
            .refuses(ProblemType.CONFLICT)
            .answers(RightsView.class)
            .handles(Named.class, this::removePermissions),
        get("/user/{user_id}/role", "listUserRoles")
            .summary("The roles of a user.")
            .takes(USER)
            .needs(Permission.USER_ROLE_SHOW.text())
            .shows(RecordKind.USER, USER)
            .answersListOf(RoleView.class)
            .handles(this::showRoles),
        post("/user/{user_id}/role", "addUserRole")
            .summary("Gives a user one more role.")
            .takes(USER)
            .needs(Permission.USER_ROLE_STORE.text())
            .answersListOf(RoleView.class)
            .handles(OneRole.class, this::addRole),
        put("/user/{user_id}/role", "setUserRole")
            .summary("Gives a user this role in place of all others.")
            .takes(USER)
            .needs(Permission.USER_ROLE_UPDATE.text())
            .refuses(ProblemType.CONFLICT)
            .answersListOf(RoleView.class)
            .handles(OneRole.class, this::setRole),
        delete("/user/{user_id}/role", "removeUserRole")
            .summary("Takes a role from a user; it need not be named where they have just one.")
            .takes(USER)
            .needs(Permission.USER_ROLE_DESTROY.text())
            .refuses(ProblemType.CONFLICT)
            .answersListOf(RoleView.class)
            .handles(AnyRole.class, this::removeRole));
  }

  /**
   * {@code permissions} is what counts; the others are what is not from the roles.
   *
   * @param added although no role permits it
   * @param removed although a role permits it
   */
  record RightsView(
      long userId, List<String> permissions, List<String> added, List<String> removed) {

    static RightsView of(Handle handle, Request request) {
      long userKey = request.get(USER);
      Rights rights = Rights.of(handle, request.principal().organizationKey(), userKey);
      return new RightsView(
          userKey,
          sorted(rights.permissions(Permission.all())),
          sorted(rights.added()),
          sorted(rights.removed()));
    }

    private static List<String> sorted(Collection<String> names) {
      return names.stream().sorted().toList();
    }
  }

  record Named(@Rule.Required List<String> permissions) implements Rule.Across {

    @Override
    public void check(FieldErrors errors) {
      Granting.check("permissions", permissions, errors);
    }
  }

  record OneRole(@Rule.Required @Rule.Size(min = 2, max = 100) String slug) {}

  record AnyRole(@Rule.Size(min = 2, max = 100) String slug) {}

  private Response showPermissions(Request request) {
    return Response.json(
        database.read(
            handle -> {
              find(handle, request);
              return RightsView.of(handle, request);
            }));
  }

  private static void find(Handle handle, Request request) {
    Actor actor = Actor.of(handle, request.principal());
    handle
        .attach(AccountDao.class)
        .find(actor.organizationKey(), request.get(USER))
        .filter(account -> actor.seesUser(handle, account.userKey()))
        .orElseThrow(() -> Problem.notFound().toException());
  }

  private Response addPermissions(Request request, Named body) {
    return change(request, body, Set::addAll);
  }

  private Response setPermissions(Request request, Named body) {
    return change(
        request,
        body,
        (had, named) -> {
          had.clear();
          return had.addAll(named);
        });
  }

  private Response removePermissions(Request request, Named body) {
    return change(request, body, Set::removeAll);
  }

  /** Of what they may do now, with the user's row held. */
  private Response change(
      Request request, Named body, BiFunction<Set<String>, Set<String>, Boolean> change) {
    return Response.json(
        changing(
            request,
            handle -> {
              long userKey = request.get(USER);
              Rights before = Rights.of(handle, request.principal().organizationKey(), userKey);
              Set<String> had = before.permissions(Permission.all());
              Set<String> wanted = new HashSet<>(had);
              change.apply(wanted, Set.copyOf(body.permissions()));
              if (!wanted.containsAll(had)) {
                Precedence.require(handle, request.principal(), userKey);
              }
              Granting.setPermissions(handle, request.principal(), userKey, wanted);
              Audit.changed(handle, request.auditor(), RecordKind.USER, userKey, Action.UPDATE);
              return RightsView.of(handle, request);
            }));
  }

  /** Holds the organization, then the user: as everybody locks them. */
  private <R> R changing(Request request, Function<Handle, R> change) {
    long organizationKey = request.principal().organizationKey();
    return database.durably(
        handle ->
            Administrators.keepOne(
                handle,
                organizationKey,
                () -> {
                  handle.attach(RoleDao.class).lockUser(organizationKey, request.get(USER));
                  find(handle, request);
                  return change.apply(handle);
                }));
  }

  private Response showRoles(Request request) {
    return Response.json(
        database.read(
            handle -> {
              find(handle, request);
              return views(handle, request);
            }));
  }

  private static List<RoleView> views(Handle handle, Request request) {
    return roles(handle, request).stream().map(role -> RoleView.of(handle, role)).toList();
  }

  private static List<Role> roles(Handle handle, Request request) {
    return handle
        .attach(AccountDao.class)
        .roles(request.principal().organizationKey(), request.get(USER));
  }

  private interface RoleWork {
    void run(Handle handle, long userKey);
  }

  private Response changeRoles(Request request, RoleWork work) {
    return Response.json(
        changing(
            request,
            handle -> {
              long userKey = request.get(USER);
              Precedence.require(handle, request.principal(), userKey);
              work.run(handle, userKey);
              Audit.changed(handle, request.auditor(), RecordKind.USER, userKey, Action.UPDATE);
              return views(handle, request);
            }));
  }

  private Response addRole(Request request, OneRole body) {
    return changeRoles(
        request,
        (handle, userKey) -> {
          Role role = Granting.role(handle, request.principal(), "slug", body.slug());
          handle.attach(RoleDao.class).give(userKey, role.roleKey());
        });
  }

  private Response setRole(Request request, OneRole body) {
    return changeRoles(
        request,
        (handle, userKey) -> {
          Role role = Granting.role(handle, request.principal(), "slug", body.slug());
          Granting.setRole(handle, request.principal(), userKey, role);
        });
  }

  private Response removeRole(Request request, AnyRole body) {
    return changeRoles(
        request,
        (handle, userKey) -> {
          Role role = named(roles(handle, request), body.slug());
          Granting.takeRole(handle, request.principal(), userKey, role);
        });
  }

  private static Role named(List<Role> roles, String slug) {
    if (slug == null && roles.size() == 1) {
      return roles.get(0);
    }
    return roles.stream()
        .filter(role -> role.slug().equals(slug))
        .findFirst()
        .orElseThrow(
            () -> Problem.invalid("slug", "expected: a role that the user has").toException());
  }
}
