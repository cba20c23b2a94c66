package io.archway.gateway.lifecycle;

import io.archway.gateway.home.OpenHome;
import io.archway.gateway.settings.Settings;
import io.archway.http.documents.PatientFolders;
import io.archway.http.imaging.upload.EnteredFiles;
import io.archway.index.access.Visibility;
import io.archway.ingest.file.WatchedFolder;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The folders that hold patients' folders, as the settings want them. */
final class DocumentFolders {
  static final String SETTING = "documents.watch";
  private static final List<String> NAMES = List.of("organization", "office");

  private final OpenHome home;
  private final InstantSource clock;
  private final DocumentMetrics metrics;
  private final Settings settings;

  DocumentFolders(OpenHome home, InstantSource clock, DocumentMetrics metrics) {
    this.home = home;
    this.clock = clock;
    this.metrics = metrics;
    this.settings = home.settings();
  }

  /** Not yet started; all are checked. */
  List<WatchedFolder> open() {
    List<FolderEntry> entries =
        settings.documents().watch().stream()
            .map(entry -> FolderEntry.parse(SETTING, entry, NAMES))
            .toList();
    FolderEntry.checkApart(
        SETTING, home.folder(), entries.stream().map(FolderEntry::folder).toList(), others());
    List<WatchedFolder> watched = new ArrayList<>();
    for (FolderEntry entry : entries) {
      FolderOwner owner =
          home.database()
              .read(
                  handle ->
                      FolderOwner.of(
                          handle,
                          SETTING,
                          entry.given().get("organization"),
                          entry.given().get("office")));
      watched.add(watched(entry.folder(), owner));
    }
    return watched;
  }

  private List<Path> others() {
    Stream<Path> images = settings.ingest().watch().stream().map(Path::of);
    Stream<Path> orders =
        settings.worklist().watch().stream().map(OrderFolder::parse).map(OrderFolder::folder);
    return Stream.concat(images, orders).toList();
  }

  /** Each has a place of its own, whatever others upload. */
  private WatchedFolder watched(Path folder, FolderOwner owner) {
    EnteredFiles files =
        new EnteredFiles(
            home.database(), home.store(), home.intake(), HttpPort.uploads(settings), 1, clock);
    Visibility visible =
        owner.officeKey() == null
            ? Visibility.ALL
            : Visibility.ofOffices(List.of(owner.officeKey()));
    return new WatchedFolder(
        folder,
        new PatientFolders(
            folder,
            home.database(),
            files,
            clock,
            owner.organizationKey(),
            visible,
            metrics::count),
        settings.documents().watchInterval().toMillis());
  }
}
