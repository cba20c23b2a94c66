package io.archway.gateway.lifecycle;

import io.archway.gateway.ExitCode;
import io.archway.gateway.home.Apart;
import io.archway.gateway.home.OpenHome;
import io.archway.gateway.settings.Settings;
import io.archway.index.database.Database;
import io.archway.index.order.OrderTarget;
import io.archway.index.organization.Office;
import io.archway.index.organization.Organization;
import io.archway.index.organization.OrganizationDao;
import io.archway.ingest.file.FileTaker;
import io.archway.ingest.file.FileTaker.Fate;
import io.archway.ingest.file.FileTaker.Taken;
import io.archway.ingest.file.WatchedFolder;
import io.archway.worklist.file.OrderFileVerdict;
import io.archway.worklist.file.OrderFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
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
    checkApart(folders);
    List<WatchedFolder> watched = new ArrayList<>();
    for (OrderFolder folder : folders) {
      OrderTarget target = home.database().read(handle -> target(handle, folder));
      watched.add(watched(folder.folder(), target));
    }
    return watched;
  }

  /** Nobody takes the files of another, or those of the store. */
  private void checkApart(List<OrderFolder> folders) {
    List<Path> others =
        settings.ingest().watch().stream().map(Path::of).collect(Collectors.toList());
    for (OrderFolder each : folders) {
      Apart.fromHome(home.folder(), each.folder(), ExitCode.SETTINGS, "worklist.watch");
      if (!Files.isDirectory(each.folder())) {
        throw OrderFolder.problem(each.folder() + " (expected: a folder)");
      }
      for (Path other : others) {
        if (Apart.overlap(each.folder(), other)) {
          throw OrderFolder.problem(
              each.folder() + " (expected: apart from the watched folder " + other + ")");
        }
      }
      others.add(each.folder());
    }
  }

  private static OrderTarget target(Handle handle, OrderFolder folder) {
    OrganizationDao organizations = handle.attach(OrganizationDao.class);
    long organizationKey =
        one(
                organizations.list(),
                Organization::slug,
                folder.organization(),
                "organization",
                organizations.firstTwoKeys().size() > 1)
            .organizationKey();
    long officeKey =
        folder.office() == null
            ? organizations
                .defaultOfficeKey(organizationKey)
                .orElseThrow(() -> OrderFolder.problem("no office (expected: one)"))
            : one(
                    organizations.offices(organizationKey),
                    Office::name,
                    folder.office(),
                    "office",
                    true)
                .officeKey();
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

  /** The one of that name; the only one where no name is needed. */
  private static <T> T one(
      List<T> all, Function<T, String> nameOf, String name, String what, boolean needed) {
    if (name == null && !needed) {
      return all.get(0);
    }
    Map<String, List<T>> byName =
        all.stream().collect(Collectors.groupingBy(nameOf, TreeMap::new, Collectors.toList()));
    if (name == null || byName.getOrDefault(name, List.of()).size() != 1) {
      throw OrderFolder.problem(
          "%s=%s (expected: one of %s)"
              .formatted(what, name == null ? "" : name, String.join(", ", byName.keySet())));
    }
    return byName.get(name).get(0);
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
