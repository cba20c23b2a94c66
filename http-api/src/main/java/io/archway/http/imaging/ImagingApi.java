package io.archway.http.imaging;

import io.archway.http.access.Permission;
import io.archway.http.account.AccessTokens;
import io.archway.http.account.AccountSettings;
import io.archway.http.account.Accounts;
import io.archway.http.account.Activation;
import io.archway.http.account.PasswordChanges;
import io.archway.http.account.PasswordHashing;
import io.archway.http.account.PersonalTokens;
import io.archway.http.account.Registering;
import io.archway.http.account.SecondFactors;
import io.archway.http.account.SignIn;
import io.archway.http.audit.AuditResource;
import io.archway.http.audit.AuditTrail;
import io.archway.http.bucket.Bucket;
import io.archway.http.download.CopyRoom;
import io.archway.http.download.StudyDownload;
import io.archway.http.event.EventFollowers;
import io.archway.http.imaging.account.FactorResource;
import io.archway.http.imaging.account.MessageResource;
import io.archway.http.imaging.account.PasswordResource;
import io.archway.http.imaging.account.PersonalTokenResource;
import io.archway.http.imaging.account.RegistrationResource;
import io.archway.http.imaging.form.FormResource;
import io.archway.http.imaging.live.BroadcastResource;
import io.archway.http.imaging.office.OfficeResource;
import io.archway.http.imaging.organization.OrganizationResource;
import io.archway.http.imaging.patient.PatientChoiceResource;
import io.archway.http.imaging.people.HeartbeatResource;
import io.archway.http.imaging.people.RadiologistResource;
import io.archway.http.imaging.people.UserMetaResource;
import io.archway.http.imaging.people.UserResource;
import io.archway.http.imaging.picture.ThumbnailResource;
import io.archway.http.imaging.report.ReportPublisher;
import io.archway.http.imaging.report.ReportResource;
import io.archway.http.imaging.report.ReportSettings;
import io.archway.http.imaging.role.RoleResource;
import io.archway.http.imaging.role.UserRightsResource;
import io.archway.http.imaging.setting.CategoryResource;
import io.archway.http.imaging.setting.OptionResource;
import io.archway.http.imaging.upload.UploadLimits;
import io.archway.http.imaging.upload.UploadResource;
import io.archway.http.kernel.Authenticator;
import io.archway.http.kernel.Family;
import io.archway.http.live.Live;
import io.archway.http.system.OpenApiResource;
import io.archway.http.thumbnail.StoredThumbnails;
import io.archway.http.thumbnail.Thumbnails;
import io.archway.index.database.Database;
import io.archway.index.store.ObjectStore;
import io.archway.ingest.Eraser;
import io.archway.ingest.Intake;
import java.time.InstantSource;
import java.util.List;

/** The imaging family, wired: what it stands on goes in, a family to be served comes out. */
public final class ImagingApi {

  static final String TITLE = "Archway imaging API";

  private static final String PREFIX = "/api";

  private ImagingApi() {}

  /**
   * What the family stands on; all of it is closed by whoever opened it.
   *
   * @param intake the one way in, also for objects that come or are made over HTTP
   * @param eraser deletes media for good
   * @param awaitIndexed returns when the database shows every object that was answered before
   * @param audit records reads and refusals before they are answered
   * @param bucket objects that an upload may name; null: none
   * @param reports puts the PDFs of signed reports into their studies
   * @param live channels on WebSockets, which the server has beside the family
   */
  public record Foundation(
      Database database,
      ObjectStore store,
      Intake intake,
      PasswordHashing passwords,
      Accounts accounts,
      InstantSource clock,
      Runnable awaitIndexed,
      EventFollowers followers,
      Discarding discarding,
      AuditTrail audit,
      Thumbnails thumbnails,
      Eraser eraser,
      UploadLimits uploads,
      Bucket bucket,
      ReportSettings reportSettings,
      ReportPublisher reports,
      Live live) {}

  /**
   * @param version of the program, as the documents show it
   */
  public static Family family(Foundation on, String version) {
    AccessTokens tokens = new AccessTokens(on.database(), Permission.all(), on.clock());
    CopyRoom copies = new CopyRoom();
    AccountSettings accounts = on.accounts().settings();
    SignIn signIn = new SignIn(on.database(), on.passwords(), accounts.signIn(), on.clock());
    return new Family(
            "imaging",
            PREFIX,
            new ImagingDialect(Authenticator.bearer(tokens)),
            List.of(
                new AuthResource(on.database(), signIn, tokens),
                new RegistrationResource(
                    new Registering(on.database(), on.passwords(), accounts, on.clock()),
                    new Activation(on.database(), accounts, on.clock())),
                new PasswordResource(
                    new PasswordChanges(on.database(), on.passwords(), accounts, on.clock())),
                new PersonalTokenResource(new PersonalTokens(on.database(), accounts, on.clock())),
                new FactorResource(
                    on.database(),
                    new SecondFactors(on.database(), on.accounts(), on.clock()),
                    accounts,
                    on.clock()),
                new MessageResource(on.database(), on.accounts().carried(), on.clock()),
                new PatientResource(on.database(), on.clock()),
                new MediaResource(on.database(), on.store(), new StudyDownload(on.store(), copies)),
                UploadResource.on(
                    on.database(),
                    on.store(),
                    on.intake(),
                    on.eraser(),
                    on.uploads(),
                    on.bucket(),
                    on.clock()),
                new InstanceResource(on.database(), on.store(), copies),
                new ThumbnailResource(
                    on.database(),
                    new StoredThumbnails(on.database(), on.store(), on.thumbnails())),
                new AssociationResource(on.database()),
                new EventResource(on.database(), on.followers(), tokens),
                new BroadcastResource(on.database(), on.live(), tokens),
                new WorklistResource(on.database(), on.clock()),
                new InboxResource(on.database(), on.store(), on.clock(), on.discarding()),
                new DicomResource(on.database(), on.clock()),
                new FormResource(on.database(), on.clock()),
                new OrganizationResource(on.database(), on.intake(), on.clock()),
                new OptionResource(on.database(), on.clock()),
                new OfficeResource(on.database(), on.clock()),
                new UserResource(on.database(), on.passwords(), tokens, accounts, on.clock()),
                new UserMetaResource(on.database(), on.clock()),
                new RadiologistResource(on.database()),
                new HeartbeatResource(on.database(), on.clock()),
                new CategoryResource(on.database(), on.clock()),
                new ReportResource(on.database(), on.clock(), on.reportSettings(), on.reports()),
                new AuditResource(on.database(), on.audit()),
                new PatientChoiceResource(on.database()),
                new RoleResource(on.database()),
                new UserRightsResource(on.database()),
                new OpenApiResource(TITLE, version)))
        .withReady(on.awaitIndexed())
        .withTrail(on.audit());
  }
}
