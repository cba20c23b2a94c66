package io.archway.http.patients;

import io.archway.http.access.Permission;
import io.archway.http.account.AccessTokens;
import io.archway.http.account.Accounts;
import io.archway.http.audit.AuditTrail;
import io.archway.http.contact.PhoneNumbers;
import io.archway.http.kernel.Authenticator;
import io.archway.http.kernel.Family;
import io.archway.http.system.OpenApiResource;
import io.archway.index.database.Database;
import java.time.InstantSource;
import java.util.List;

/** The patients family, wired: what it stands on goes in, a family to be served comes out. */
public final class PatientsApi {

  private static final String TITLE = "Archway patients API";

  private PatientsApi() {}

  /**
   * What the family stands on; all of it is closed by whoever opened it.
   *
   * @param awaitIndexed returns when the database shows every object that was answered before
   * @param audit records reads and refusals before they are answered
   */
  public record Foundation(
      Database database,
      Accounts accounts,
      InstantSource clock,
      Runnable awaitIndexed,
      AuditTrail audit) {}

  /**
   * @param version of the program, as the documents show it
   */
  public static Family family(Foundation on, PatientsSettings settings, String version) {
    AccessTokens tokens = new AccessTokens(on.database(), Permission.all(), on.clock());
    PhoneNumbers phones = on.accounts().settings().phoneNumbers();
    return new Family(
            "patients",
            settings.prefix(),
            new PatientsDialect(Authenticator.bearer(tokens)),
            List.of(
                new MeResource(on.database(), on.accounts().seal()),
                new PatientResource(on.database(), on.clock(), phones),
                new ImportResource(on.database(), phones, on.clock(), settings),
                new OpenApiResource(TITLE, version)))
        .withReady(on.awaitIndexed())
        .withTrail(on.audit());
  }
}
