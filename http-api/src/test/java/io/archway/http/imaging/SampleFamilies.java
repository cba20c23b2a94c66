package io.archway.http.imaging;

import io.archway.http.account.AccountSettings;
import io.archway.http.account.Accounts;
import io.archway.http.account.Seal;
import io.archway.http.documents.DocumentsApi;
import io.archway.http.documents.DocumentsSettings;
import io.archway.http.documents.remote.AddressPolicy;
import io.archway.http.documents.remote.HostKeys;
import io.archway.http.documents.remote.RemoteLimits;
import io.archway.http.documents.remote.SftpSites;
import io.archway.http.documents.remote.UrlFetch;
import io.archway.http.imaging.report.ReportSettings;
import io.archway.http.imaging.upload.UploadLimits;
import io.archway.http.kernel.Family;
import io.archway.http.patients.PatientsApi;
import io.archway.http.patients.PatientsSettings;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLSocketFactory;

/** The families beside that of the imaging API, as tests serve them, and all with nothing below. */
final class SampleFamilies {
  /** Of NFF6i0KrXrxDkZHt: whoever has that is a program that may call. */
  private static final String DEVELOPER_KEY_SHA256 =
      "f9a23eb2b9f9ebb202905cab2a15af937acd6c77b4b8556611be05563e7c944c";

  /** Other systems may be on this machine, as it is with tests. */
  private static final AddressPolicy ADDRESSES = new AddressPolicy(List.of("127.0.0.0/8", "::1"));

  private static final RemoteLimits REMOTE = RemoteLimits.defaults();
  private static final SftpSites SITES =
      new SftpSites(ADDRESSES, new HostKeys(List.of(SftpPeer.SHARED.knownHost()), null), REMOTE);
  private static final UrlFetch WEB =
      new UrlFetch(ADDRESSES, REMOTE, (SSLSocketFactory) SSLSocketFactory.getDefault());

  private SampleFamilies() {}

  /** The families with nothing below them: their endpoints can be read, not called. */
  static List<Family> bare() {
    ImagingApi.Foundation nothing = nothing();
    return List.of(
        ImagingApi.family(nothing, "test"), patients(nothing), documents(nothing, List.of()));
  }

  /** One program may call it: whoever has the developer key. */
  static Family documents(ImagingApi.Foundation on) {
    return documents(on, List.of(DEVELOPER_KEY_SHA256));
  }

  private static Family documents(ImagingApi.Foundation on, List<String> developerKeys) {
    return DocumentsApi.family(
        new DocumentsApi.Foundation(
            on.database(),
            on.store(),
            on.intake(),
            on.clock(),
            on.awaitIndexed(),
            on.audit(),
            on.uploads(),
            on.thumbnails(),
            SITES,
            WEB,
            new DocumentsSettings("/documents", developerKeys, 3)),
        "test");
  }

  static Family patients(ImagingApi.Foundation on) {
    return PatientsApi.family(
        new PatientsApi.Foundation(
            on.database(), on.accounts(), on.clock(), on.awaitIndexed(), on.audit()),
        PatientsSettings.defaults(),
        "test");
  }

  private static ImagingApi.Foundation nothing() {
    return new ImagingApi.Foundation(
        null,
        null,
        null,
        null,
        new Accounts(AccountSettings.defaults(), new Seal(Seal.newKey()), Set.of()),
        InstantSource.system(),
        () -> {},
        null,
        null,
        null,
        null,
        null,
        UploadLimits.defaults(),
        null,
        ReportSettings.defaults(),
        null,
        null);
  }
}
