package io.archway.http.imaging.people;

import static io.archway.http.kernel.Endpoint.get;

import io.archway.http.access.Actor;
import io.archway.http.access.Permission;
import io.archway.http.imaging.Pages;
import io.archway.http.kernel.Endpoint;
import io.archway.http.kernel.Parameter;
import io.archway.http.kernel.Request;
import io.archway.http.kernel.Resource;
import io.archway.http.kernel.Response;
import io.archway.index.account.Account;
import io.archway.index.account.Role;
import io.archway.index.account.UserDao;
import io.archway.index.account.UserFilter;
import io.archway.index.audit.RecordKind;
import io.archway.index.database.Database;
import java.util.List;

/** Radiologists, to whom items are given to read: of the whole organization, whoever asks. */
public final class RadiologistResource implements Resource {

  private static final Parameter<String> SEARCH =
      Parameter.queryText("search", 100)
          .described("Words that begin words of names or e-mail address, in any order.");

  private final Database database;

  public RadiologistResource(Database database) {
    this.database = database;
  }

  @Override
  public String name() {
    return "radiologist";
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        get("/radiologist", "listRadiologists")
            .summary("Users with the role of a radiologist, those made first first.")
            .takes(SEARCH)
            .needs(Permission.RADIOLOGIST_INDEX.text())
            .showsEach(RecordKind.RADIOLOGIST, RadiologistView.class, RadiologistView::id)
            .answersPageOf(RadiologistView.class)
            .handles(this::list));
  }

  record RadiologistView(
      long id,
      String username,
      String firstName,
      String middleName,
      String lastName,
      String email,
      String phoneNumber,
      boolean isActive) {

    static RadiologistView of(Account account) {
      return new RadiologistView(
          account.userKey(),
          account.username(),
          account.firstName(),
          account.middleName(),
          account.lastName(),
          account.email(),
          account.phoneNumber(),
          account.active());
    }
  }

  private Response list(Request request) {
    return database.read(
        handle -> {
          Actor actor = Actor.of(handle, request.principal());
          UserFilter filter =
              new UserFilter(
                  actor.organizationKey(),
                  request.get(SEARCH),
                  Role.RADIOLOGIST,
                  null,
                  actor.userKey());
          var page = handle.attach(UserDao.class).page(filter, Pages.asked(request));
          return Response.page(
              Pages.answer(page, page.rows().stream().map(RadiologistView::of).toList()));
        });
  }
}
