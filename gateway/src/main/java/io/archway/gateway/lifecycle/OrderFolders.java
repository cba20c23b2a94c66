package io.archway.gateway.lifecycle;

import io.archway.gateway.home.OpenHome;
import io.archway.gateway.settings.Settings;
import io.archway.index.database.Database;
import io.archway.index.order.OrderTarget;
import io.archway.index.organization.OrganizationDao;
import io.archway.ingest.file.FileTaker;
import io.archway.ingest.file.FileTaker.Fate;
import io.archway.ingest.file.FileTaker.Taken;
import io.archway.ingest.file.WatchedFolder;
import io.archway.worklist.file.OrderFileVerdict;
import io.archway.worklist.file.OrderFiles;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** The folders into which practice software writes its orders, as the settings want them. */
final class OrderFolders {
  private final OpenHome home;
  private final InstantSource clock;
  private final OrderMetrics metrics;
  private final Settings settings;

  OrderFolders(OpenHome home, InstantSource clock, OrderMetrics metrics) {
    this.home = home;
    this.clock = clock;
    this.metrics = metrics;
    this.settings = home.settings();
  }

  /** Not yet started; all are checked. */
  List<WatchedFolder> open() {
    List<OrderFolder> folders =
        settings.worklist().watch().stream().map(OrderFolder::parse).toList();
    FolderEntry.checkApart(
        OrderFolder.SETTING,
        home.folder(),
        folders.stream().map(OrderFolder::folder).toList(),
        settings.ingest().watch().stream().map(Path::of).toList());
    List<WatchedFolder> watched = new ArrayList<>();
    for (OrderFolder folder : folders) {
      OrderTarget target = home.database().read(handle -> target(handle, folder));
      watched.add(watched(folder.folder(), target));
    }
    return watched;
  }

  private static OrderTarget target(Handle handle, OrderFolder folder) {
    FolderOwner owner =
        FolderOwner.of(handle, OrderFolder.SETTING, folder.organization(), folder.office());
    OrganizationDao organizations = handle.attach(OrganizationDao.class);
    long organizationKey = owner.organizationKey();
    long officeKey =
        Optional.ofNullable(owner.officeKey())
            .or(() -> organizations.defaultOfficeKey(organizationKey))
            .orElseThrow(() -> OrderFolder.problem("no office (expected: one)"));
    return new OrderTarget(
        organizationKey,
        officeKey,
        folder.read(),
        folder.modality(),
        folder.stations(),
        zone(organizations, organizationKey, officeKey));
  }

  /** As it is at the start. */
  private static ZoneId zone(OrganizationDao organizations, long organizationKey, long officeKey) {
    return organizations
        .findOffice(organizationKey, officeKey)
        .orElseThrow()
        .zoneOr(ZoneId.systemDefault());
  }

  private WatchedFolder watched(Path folder, OrderTarget target) {
    Database database = home.database();
    OrderFiles files = new OrderFiles(database, target, clock);
    FileTaker taker =
        (file, stopping) -> {
          OrderFileVerdict verdict = files.take(file, stopping);
          metrics.count(verdict);
          return taken(verdict);
        };
    return new WatchedFolder(folder, taker, settings.worklist().watchInterval().toMillis());
  }

  /** The log gets words and numbers only: what a verdict says may name a patient's order. */
  private static Taken taken(OrderFileVerdict verdict) {
    Map<String, Long> counts =
        verdict.words().stream()
            .collect(Collectors.groupingBy(Enum::name, TreeMap::new, Collectors.counting()));
    return switch (verdict.fate()) {
      case DONE -> new Taken(Fate.DONE, "orders " + counts, verdict.text());
      case REFUSED -> new Taken(Fate.REFUSED, "orders " + counts, verdict.text());
      case WAITS -> new Taken(Fate.WAITS, verdict.text().strip(), verdict.text());
      case LEFT -> new Taken(Fate.LEFT, "", "");
    };
  }
}
