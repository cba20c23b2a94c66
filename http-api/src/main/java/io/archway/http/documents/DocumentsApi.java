package io.archway.http.documents;

import io.archway.http.access.Permission;
import io.archway.http.account.AccessTokens;
import io.archway.http.audit.AuditTrail;
import io.archway.http.documents.remote.SftpSites;
import io.archway.http.documents.remote.UrlFetch;
import io.archway.http.imaging.upload.EnteredFiles;
import io.archway.http.imaging.upload.UploadLimits;
import io.archway.http.kernel.Family;
import io.archway.http.system.OpenApiResource;
import io.archway.http.thumbnail.StoredThumbnails;
import io.archway.http.thumbnail.Thumbnails;
import io.archway.index.database.Database;
import io.archway.index.store.ObjectStore;
import io.archway.ingest.Intake;
import java.time.InstantSource;
import java.util.List;

/** The documents family, wired: what it stands on goes in, a family to be served comes out. */
public final class DocumentsApi {
  private static final String TITLE = "Archway documents API";

  private DocumentsApi() {}

  /**
   * What the family stands on; all of it is closed by whoever opened it.
   *
   * @param intake the one way in
   * @param sites other systems that documents go to and come from; {@code web} the same
   * @param awaitIndexed returns when the database shows every object that was answered before
   */
  public record Foundation(
      Database database,
      ObjectStore store,
      Intake intake,
      InstantSource clock,
      Runnable awaitIndexed,
      AuditTrail audit,
      UploadLimits uploads,
      Thumbnails thumbnails,
      SftpSites sites,
      UrlFetch web,
      DocumentsSettings settings) {}

  /**
   * @param version of the program, as the documents show it
   */
  public static Family family(Foundation on, String version) {
    AccessTokens tokens = new AccessTokens(on.database(), Permission.all(), on.clock());
    EnteredFiles files =
        new EnteredFiles(
            on.database(),
            on.store(),
            on.intake(),
            on.uploads(),
            2 * on.settings().maxConcurrent(), // bodies, and transfers
            on.clock());
    DocumentLists lists = new DocumentLists(on.database(), on.clock());
    DocumentEntry entry = new DocumentEntry(on.database(), files, on.clock());
    return new Family(
            "documents",
            on.settings().prefix(),
            new DocumentsDialect(new DeveloperAuthenticator(tokens, on.settings().developerKeys())),
            List.of(
                new DocumentResource(
                    lists, entry, on.settings().maxConcurrent(), on.sites().limits().totalMillis()),
                new TransferResource(
                    on.database(),
                    lists,
                    entry,
                    new DocumentFiles(
                        on.database(),
                        on.store(),
                        new StoredThumbnails(on.database(), on.store(), on.thumbnails())),
                    on.sites(),
                    on.web(),
                    on.settings().maxConcurrent()),
                new OpenApiResource(TITLE, version)))
        .withReady(on.awaitIndexed())
        .withTrail(on.audit());
  }
}
