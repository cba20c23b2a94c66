package io.archway.http.patients;

import static io.archway.http.kernel.Endpoint.get;

import io.archway.http.account.Seal;
import io.archway.http.kernel.Endpoint;
import io.archway.http.kernel.Problem;
import io.archway.http.kernel.Request;
import io.archway.http.kernel.Resource;
import io.archway.http.kernel.Response;
import io.archway.index.account.Account;
import io.archway.index.account.AccountDao;
import io.archway.index.database.Database;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whose token this is: what a client asks for to see whether its token works. It takes what every
 * reading endpoint takes, which changes nothing here.
 */
final class MeResource implements Resource {

  private final Database database;
  private final Seal seal;

  MeResource(Database database, Seal seal) {
    this.database = database;
    this.seal = seal;
  }

  @Override
  public String name() {
    return "me";
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        get("/me.json", "showMe")
            .summary("The user whose token this is.")
            .takes(PatientResource.LANG, PatientResource.FIELDS)
            .signedIn()
            .showsNothing()
            .answers(MeView.class)
            .handles(this::me));
  }

  /**
   * {@code avatarUrl} is null: no pictures of users are kept. {@code sgid} names the user so that
   * nobody can make up another one.
   */
  record MeView(long id, String name, String avatarUrl, String sgid) {}

  private Response me(Request request) {
    long organizationKey = request.principal().organizationKey();
    long userKey = request.principal().userKey();
    return database
        .read(handle -> handle.attach(AccountDao.class).find(organizationKey, userKey))
        .map(account -> Response.json(view(account)))
        .orElseThrow(() -> Problem.notFound().toException());
  }

  private MeView view(Account account) {
    String name =
        Stream.of(account.firstName(), account.middleName(), account.lastName())
            .filter(Objects::nonNull)
            .filter(part -> !part.isBlank())
            .collect(Collectors.joining(" "));
    return new MeView(
        account.userKey(), name.isEmpty() ? account.username() : name, null, sgid(account));
  }

  private String sgid(Account account) {
    String named = "gid://archway/User/" + account.userKey();
    Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
    return encoder.encodeToString(named.getBytes(StandardCharsets.UTF_8)) + "--" + seal.sign(named);
  }
}
