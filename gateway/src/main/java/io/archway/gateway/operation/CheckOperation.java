package io.archway.gateway.operation;

import io.archway.gateway.ExitCode;
import io.archway.gateway.home.OpenHome;
import io.archway.index.store.LogPosition;
import io.archway.index.store.ObjectStore;
import io.archway.index.store.OpenReport;
import io.archway.index.store.Segment;
import io.archway.index.store.Verification;
import io.archway.ingest.IndexCheck;
import io.archway.ingest.Replayer;
import io.archway.ingest.header.HeaderReading;
import java.io.IOException;
import java.util.List;

/**
 * Reads everything and compares it with its checksums and digests, then the index with the log. May
 * put right what can be put right without losing anything.
 */
record CheckOperation(boolean repair) implements Operation {
  @Override
  public ExitCode run(OpenHome home, Report report) throws IOException {
    tellOpening(home.store().openReport(), report);
    long wrong = round(home, report, repair);
    if (repair && wrong > 0) {
      report.line("after the repair:");
      wrong = round(home, report, false);
    }
    return wrong == 0 ? ExitCode.OK : ExitCode.DAMAGED;
  }

  private static void tellOpening(OpenReport opening, Report report) {
    if (opening.cutBytes() > 0) {
      report.line(
          "note: at the last start %d bytes that were never acknowledged were cut off the log"
              .formatted(opening.cutBytes()));
    }
  }

  private static long round(OpenHome home, Report report, boolean repair) throws IOException {
    Verification verification =
        home.store().verify((done, total) -> report.progress("reading", done, total));
    verification.findings().forEach(finding -> report.line("wrong: " + finding));
    IndexCheck check =
        new IndexCheck(
            home.intake(), home.catalog(), home.database(), progress(home.store(), report));
    IndexCheck.Result index = check.run();
    index.findings().forEach(finding -> report.line("wrong: index: " + finding));
    if (index.wrong() > index.findings().size()) {
      report.line("wrong: index: and %d more".formatted(index.wrong() - index.findings().size()));
    }
    long wrong = verification.findings().size() + index.wrong();
    report.line(
        "%d records, %d bytes read, %d living records, %d rows: %s"
            .formatted(
                verification.records(),
                verification.bytes(),
                index.records(),
                index.rows(),
                wrong == 0 ? "nothing wrong" : wrong + " findings"));
    if (repair && wrong > 0) {
      home.store()
          .repair(verification)
          .forEach(moved -> report.line("repaired: moved aside to store/" + moved));
      check.repair(HeaderReading.LIMITS);
    }
    return wrong;
  }

  private static Replayer.Progress progress(ObjectStore store, Report report) {
    List<Segment> segments = store.segments();
    long total = segments.stream().mapToLong(Segment::bytes).sum();
    return next -> report.progress("comparing", Math.min(total, done(segments, next)), total);
  }

  static long done(List<Segment> segments, LogPosition next) {
    return next.offset()
        + segments.stream()
            .filter(segment -> segment.number() < next.segment())
            .mapToLong(Segment::bytes)
            .sum();
  }
}
