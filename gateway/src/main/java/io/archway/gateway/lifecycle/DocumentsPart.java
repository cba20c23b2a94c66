package io.archway.gateway.lifecycle;

import io.archway.gateway.CommandFailure;
import io.archway.gateway.ExitCode;
import io.archway.gateway.ProgramVersion;
import io.archway.gateway.home.OpenHome;
import io.archway.gateway.home.Parts;
import io.archway.gateway.settings.Settings;
import io.archway.http.documents.DocumentsApi;
import io.archway.http.documents.DocumentsSettings;
import io.archway.http.documents.remote.AddressPolicy;
import io.archway.http.documents.remote.HostKeys;
import io.archway.http.documents.remote.RemoteLimits;
import io.archway.http.documents.remote.SftpSites;
import io.archway.http.documents.remote.UrlFetch;
import io.archway.http.imaging.ImagingApi;
import io.archway.http.kernel.Family;
import java.nio.file.Path;
import javax.net.ssl.SSLSocketFactory;

/** The documents family, as the settings want it. */
final class DocumentsPart {
  private static final String HOST_KEYS = "sftp-hosts";
  private static final int MAX_REDIRECTS = 5;

  private DocumentsPart() {}

  static Family family(OpenHome home, ImagingApi.Foundation on, Parts servants) {
    Settings.Documents settings = home.settings().documents();
    RemoteLimits limits = limits(settings);
    AddressPolicy addresses = addresses(settings);
    Path firstUse = settings.trustFirstUse() ? home.folder().resolve(HOST_KEYS) : null;
    SftpSites sites = new SftpSites(addresses, hostKeys(settings, firstUse), limits);
    servants.add("SFTP", sites::close);
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
            sites,
            new UrlFetch(addresses, limits, (SSLSocketFactory) SSLSocketFactory.getDefault()),
            familySettings(settings)),
        ProgramVersion.text());
  }

  static DocumentsSettings familySettings(Settings.Documents settings) {
    return new DocumentsSettings(
        settings.prefix(), settings.developerKeys(), settings.maxConcurrent());
  }

  static RemoteLimits limits(Settings.Documents settings) {
    return new RemoteLimits(
        Math.toIntExact(settings.connectTimeout().toMillis()),
        Math.toIntExact(settings.transferTimeout().toMillis()),
        MAX_REDIRECTS);
  }

  static HostKeys hostKeys(Settings.Documents settings, Path firstUse) {
    try {
      return new HostKeys(settings.sftpHostKeys(), firstUse);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.SETTINGS, "documents.sftpHostKeys: " + e.getMessage(), e);
    }
  }

  static AddressPolicy addresses(Settings.Documents settings) {
    try {
      return new AddressPolicy(settings.allowedAddresses());
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(
          ExitCode.SETTINGS, "documents.allowedAddresses: " + e.getMessage(), e);
    }
  }
}
