package io.archway.http.imaging.role;

import static io.archway.http.kernel.Endpoint.delete;
import static io.archway.http.kernel.Endpoint.get;
import static io.archway.http.kernel.Endpoint.post;
import static io.archway.http.kernel.Endpoint.put;

import io.archway.http.access.DefaultRole;
import io.archway.http.access.Granting;
import io.archway.http.access.Permission;
import io.archway.http.kernel.Endpoint;
import io.archway.http.kernel.FieldErrors;
import io.archway.http.kernel.Parameter;
import io.archway.http.kernel.Problem;
import io.archway.http.kernel.ProblemType;
import io.archway.http.kernel.Request;
import io.archway.http.kernel.Resource;
import io.archway.http.kernel.Response;
import io.archway.http.kernel.Rule;
import io.archway.index.access.RoleDao;
import io.archway.index.account.Role;
import io.archway.index.audit.Action;
import io.archway.index.audit.Audit;
import io.archway.index.audit.RecordKind;
import io.archway.index.database.Database;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/** Roles: named sets of permissions, which are data of their organization. */
public final class RoleResource implements Resource {

  private static final int MAX_SLUG = 100;
  private static final Parameter<String> SLUG = Parameter.pathText("slug", MAX_SLUG);

  private final Database database;

  public RoleResource(Database database) {
    this.database = database;
  }

  @Override
  public String name() {
    return "role";
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        get("/permission", "listPermissions")
            .summary("All that can be permitted, and whether this request may do it.")
            .needs(Permission.PERMISSION_INDEX.text())
            .showsNothing()
            .answersListOf(PermissionView.class)
            .handles(RoleResource::permissions),
        get("/role", "listRoles")
            .summary("Roles with what they permit, the first made first.")
            .needs(Permission.ROLE_INDEX.text())
            .showsEach(RecordKind.ROLE, RoleView.class, RoleView::id)
            .answersListOf(RoleView.class)
            .handles(this::list),
        post("/role", "createRole")
            .summary("Makes a role of permissions that the caller has.")
            .needs(Permission.ROLE_STORE.text())
            .refuses(ProblemType.CONFLICT)
            .creates(RoleView.class)
            .handles(NewRole.class, this::create),
        get("/role/{slug}", "showRole")
            .summary("One role.")
            .takes(SLUG)
            .needs(Permission.ROLE_SHOW.text())
            .showsEach(RecordKind.ROLE, RoleView.class, RoleView::id)
            .answers(RoleView.class)
            .handles(this::show),
        put("/role/{slug}", "updateRole")
            .summary("Changes name or permissions; all who have the role have it so at once.")
            .takes(SLUG)
            .needs(Permission.ROLE_UPDATE.text())
            .answers(RoleView.class)
            .handles(RoleChange.class, this::update),
        delete("/role/{slug}", "deleteRole")
            .summary("Removes a role, also from those who have it; built-in ones stay.")
            .takes(SLUG)
            .needs(Permission.ROLE_DESTROY.text())
            .refuses(ProblemType.CONFLICT)
            .answersNothing()
            .handles(this::remove));
  }

  /** {@code granted} says whether the asking request may do it. */
  record PermissionView(String name, boolean granted) {}

  record NewRole(
      @Rule.Required String name,
      @Rule.Required
          @Rule.Size(max = MAX_SLUG)
          @Rule.Matches(
              value = "[a-z0-9]+([._-][a-z0-9]+)*",
              meaning = "lower case letters and digits, divided by . _ or -")
          String slug,
      @Rule.Required List<String> permissions)
      implements Rule.Across {

    @Override
    public void check(FieldErrors errors) {
      Granting.check("permissions", permissions, errors);
    }
  }

  record RoleChange(@Rule.Size(min = 1, max = 255) String name, List<String> permissions)
      implements Rule.Across {

    @Override
    public void check(FieldErrors errors) {
      if (name != null && name.isBlank()) {
        errors.add("name", "expected: a text that is not blank");
      }
      if (permissions != null) {
        Granting.check("permissions", permissions, errors);
      }
    }
  }

  private static Response permissions(Request request) {
    return Response.json(
        new TreeSet<>(Permission.all())
            .stream()
                .map(name -> new PermissionView(name, request.principal().may(name)))
                .toList());
  }

  private Response list(Request request) {
    return Response.json(
        database.read(
            handle ->
                RoleView.of(
                    handle,
                    handle.attach(RoleDao.class).list(request.principal().organizationKey()))));
  }

  private Response show(Request request) {
    return Response.json(database.read(handle -> RoleView.of(handle, find(handle, request))));
  }

  private static Role find(Handle handle, Request request) {
    return handle
        .attach(RoleDao.class)
        .find(request.principal().organizationKey(), request.get(SLUG))
        .orElseThrow(() -> Problem.notFound().toException());
  }

  private Response create(Request request, NewRole body) {
    Granting.requireHeld(request.principal(), body.permissions());
    return Response.created(database.durably(handle -> create(handle, request, body)));
  }

  private static RoleView create(Handle handle, Request request, NewRole body) {
    long organizationKey = request.principal().organizationKey();
    RoleDao roles = handle.attach(RoleDao.class);
    if (roles.list(organizationKey).size() >= RoleDao.MAX_ROLES) {
      throw Problem.of(
              ProblemType.CONFLICT, "roles: more (expected: <= %d)".formatted(RoleDao.MAX_ROLES))
          .toException();
    }
    if (roles.create(organizationKey, body.slug(), body.name().strip()) == 0) {
      throw Problem.invalid("slug", "taken: %s (expected: one of its own)".formatted(body.slug()))
          .toException();
    }
    Role role = roles.find(organizationKey, body.slug()).orElseThrow();
    new TreeSet<>(body.permissions()).forEach(one -> roles.permit(role.roleKey(), one));
    return changed(handle, request, role, Action.CREATE);
  }

  private Response update(Request request, RoleChange body) {
    return Response.json(database.durably(handle -> update(handle, request, body)));
  }

  private static RoleView update(Handle handle, Request request, RoleChange body) {
    RoleDao roles = handle.attach(RoleDao.class);
    Role role =
        roles
            .lock(request.principal().organizationKey(), request.get(SLUG))
            .orElseThrow(() -> Problem.notFound().toException());
    if (body.permissions() != null) {
      permit(handle, request, role, Set.copyOf(body.permissions()));
    }
    if (body.name() != null) {
      roles.rename(role.roleKey(), body.name().strip());
    }
    return changed(handle, request, find(handle, request), Action.UPDATE);
  }

  private static void permit(Handle handle, Request request, Role role, Set<String> wanted) {
    Set<String> had = Granting.permissions(handle, role);
    Set<String> changed = new HashSet<>(wanted);
    changed.removeAll(had);
    had.stream().filter(one -> !wanted.contains(one)).forEach(changed::add);
    if (!changed.isEmpty() && Role.ADMINISTRATOR.equals(role.slug())) {
      throw Problem.invalid("permissions", "expected: all, of the administrator's role")
          .toException();
    }
    Granting.requireHeld(request.principal(), changed);
    if (!changed.isEmpty()) {
      RoleDao roles = handle.attach(RoleDao.class);
      roles.permitNothing(role.roleKey());
      new TreeSet<>(wanted).forEach(one -> roles.permit(role.roleKey(), one));
    }
  }

  private Response remove(Request request) {
    database.durably(
        handle -> {
          Role role = find(handle, request);
          if (DefaultRole.isSlug(role.slug())) {
            throw Problem.of(ProblemType.CONFLICT, "A built-in role is not removed.").toException();
          }
          Granting.requireHeld(request.principal(), Granting.permissions(handle, role));
          handle.attach(RoleDao.class).delete(role.roleKey());
          Audit.changed(handle, request.auditor(), RecordKind.ROLE, role.roleKey(), Action.DELETE);
          return null;
        });
    return Response.noContent();
  }

  private static RoleView changed(Handle handle, Request request, Role role, Action action) {
    Audit.changed(handle, request.auditor(), RecordKind.ROLE, role.roleKey(), action);
    return RoleView.of(handle, role);
  }
}
