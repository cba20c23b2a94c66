package io.archway.gateway.lifecycle;

import io.archway.gateway.settings.Settings;
import io.archway.http.bucket.BucketSettings;
import io.archway.http.event.FollowerLimits;
import io.archway.http.imaging.report.ReportSettings;
import io.archway.http.thumbnail.ThumbnailSettings;
import io.archway.imaging.PictureLimits;
import io.archway.index.matching.MatchingRules;
import io.archway.index.matching.MatchingRules.WithoutOrder;
import io.archway.ingest.HistoryRetention;
import io.archway.ingest.Retention;
import java.net.URI;
import java.nio.file.Path;
import java.time.ZoneId;

/** What parts that need no class of their own here are handed of the settings. Pure. */
final class PartSettings {
  private PartSettings() {}

  static BucketSettings bucket(Settings.S3 s3) {
    return new BucketSettings(
        URI.create(s3.endpoint()),
        s3.region(),
        s3.bucket(),
        s3.accessKey(),
        s3.secretKey().value(),
        s3.keyPrefix(),
        Math.toIntExact(s3.timeout().toMillis()));
  }

  static ReportSettings reports(Settings.Reports reports) {
    return new ReportSettings(
        reports.maxTextLength(),
        reports.maxPrinting(),
        reports.paper() == Settings.Reports.Paper.LETTER,
        reports.fontFolders().stream().map(Path::of).toList());
  }

  static ThumbnailSettings thumbnails(Settings.Thumbnails rules, Path home) {
    return new ThumbnailSettings(
        home.resolve("cache").resolve("thumbnails"),
        rules.cacheSize().bytes(),
        rules.threads(),
        rules.maxWaiting(),
        rules.maxWait().toMillis(),
        PictureLimits.DEFAULT
            .withMaxMemoryBytes(rules.memory().bytes())
            .withMaxMillis(rules.timeLimit().toMillis()));
  }

  static FollowerLimits followers(Settings.Http http) {
    return FollowerLimits.defaults()
        .withFollowers(http.maxEventStreams(), http.maxEventStreamsPerUser());
  }

  static Retention.Rules retention(Settings.Retention rules) {
    return new Retention.Rules(
        rules.maxAge(),
        rules.freeSpace().bytes(),
        rules.minAge(),
        rules.reportRequired(),
        rules.compactFrom());
  }

  static HistoryRetention.Rules history(Settings.Retention rules) {
    return new HistoryRetention.Rules(
        rules.keepAssociations(), rules.keepEvents(), rules.keepAudit());
  }

  static MatchingRules matching(Settings settings) {
    return new MatchingRules(
        settings.matching().quietTime(),
        WithoutOrder.valueOf(settings.matching().withoutOrder().name()),
        ZoneId.systemDefault(),
        settings.worklist().expireAfter());
  }
}
