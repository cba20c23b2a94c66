package io.archway.http.imaging.report;

import io.archway.dicom.data.DataSetWriter;
import io.archway.dicom.data.TransferSyntax;
import io.archway.index.database.Database;
import io.archway.index.database.SqlFailureException;
import io.archway.index.report.ReportDocument;
import io.archway.index.report.ReportDocuments;
import io.archway.index.store.Sender;
import io.archway.index.study.StudyDao;
import io.archway.ingest.ArrivalRequest;
import io.archway.ingest.IntervalThread;
import io.archway.ingest.Verdict;
import io.archway.ingest.file.StreamIntake;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the PDFs of signed reports into their studies, by the one way in. What is to be made stands
 * in rows that the signature wrote, with its UIDs; so whatever ends in between, it is made at the
 * next start, and made twice it is a duplicate. A row is taken for a while by whoever works on it,
 * over all gateways. One thread of its own, and those that sign.
 */
public final class ReportPublisher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReportPublisher.class);

  private static final String VIA = "report";
  private static final String EXPLICIT_LITTLE_ENDIAN = "1.2.840.10008.1.2.1";
  private static final int AT_ONCE = 10;
  private static final Duration TAKEN = Duration.ofMinutes(5);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
  private static final long PAUSE_MILLIS = 15_000;

  private final Database database;
  private final StreamIntake intake;
  private final ReportPrinting printing;
  private final InstantSource clock;
  private final IntervalThread thread = new IntervalThread("reports", PAUSE_MILLIS, this::run);

  public ReportPublisher(
      Database database, StreamIntake intake, ReportPrinting printing, InstantSource clock) {
    this.database = database;
    this.intake = intake;
    this.printing = printing;
    this.clock = clock;
  }

  public void start() {
    thread.start();
  }

  /** How documents are made, for those that are only shown. */
  ReportPrinting printing() {
    return printing;
  }

  private void run() {
    do {
      try {
        publishDue();
      } catch (RuntimeException e) {
        LOG.warn("reports wait to be put into their studies: {}", e.toString());
      } catch (Error e) { // without this thread no report comes into its study any more
        LOG.error("reports wait to be put into their studies", e);
      }
    } while (thread.pause());
  }

  void publishDue() {
    List<ReportDocument> due;
    do {
      due =
          database.readInConnection(
              connection -> ReportDocuments.due(connection, clock.instant(), AT_ONCE));
      due.forEach(this::publish);
    } while (!due.isEmpty() && !thread.isStopping());
  }

  /** Makes one if nobody else is at it; what fails is tried again later. */
  void publish(ReportDocument document) {
    if (document.state() != ReportDocument.State.PENDING || !take(document)) {
      return;
    }
    try {
      if (!isStored(document)) {
        if (leave(document)) {
          return;
        }
        store(document);
      }
      database.durably(handle -> stored(handle.getConnection(), document));
    } catch (IOException | RuntimeException e) {
      failed(document, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failed(document, e);
    }
  }

  private Void stored(Connection connection, ReportDocument document) {
    try {
      ReportDocuments.stored(connection, document, clock.instant());
      return null;
    } catch (SQLException e) {
      throw new SqlFailureException(e);
    }
  }

  private boolean take(ReportDocument document) {
    Instant until = clock.instant().plus(TAKEN);
    return database.inConnection(
        connection -> ReportDocuments.take(connection, document, until) == 1);
  }

  /** What was deleted for good does not come back with its report. */
  private boolean leave(ReportDocument document) {
    return database.durably(
        handle -> {
          try {
            return ReportDocuments.leave(handle.getConnection(), document) == 1;
          } catch (SQLException e) {
            throw new SqlFailureException(e);
          }
        });
  }

  /** Another may have come so far, and no further. */
  private boolean isStored(ReportDocument document) {
    return database.read(
        handle ->
            handle
                .attach(StudyDao.class)
                .instance(document.organizationKey(), document.sopInstanceUid())
                .isPresent());
  }

  private void store(ReportDocument document) throws IOException, InterruptedException {
    DocumentContent content = DocumentContent.parse(document.content());
    byte[] pdf = printing.print(content.paper());
    byte[] object =
        DataSetWriter.toBytes(
            EncapsulatedPdf.of(document, content, pdf), TransferSyntax.of(EXPLICIT_LITTLE_ENDIAN));
    ArrivalRequest request =
        new ArrivalRequest(
            document.organizationKey(),
            Sender.ofOffice(VIA, content.object().officeKey()),
            () -> null,
            EncapsulatedPdf.SOP_CLASS,
            document.sopInstanceUid(),
            EXPLICIT_LITTLE_ENDIAN);
    Verdict verdict = intake.takeIndexed(request, new ByteArrayInputStream(object));
    if (verdict instanceof Verdict.Refused refused) {
      throw new IOException(refused.detail());
    }
  }

  private void failed(ReportDocument document, Exception why) {
    LOG.warn(
        "report {}: its document {} waits to be put into its study: {}",
        document.reportKey(),
        document.number(),
        why.toString());
    long seconds = Math.min(LONGEST_PAUSE.toSeconds(), 10L << Math.min(10, document.attempts()));
    try {
      database.inConnection(
          connection -> {
            Instant next = clock.instant().plusSeconds(seconds);
            ReportDocuments.failed(connection, document, why.getMessage(), next);
            return null;
          });
    } catch (RuntimeException e) {
      LOG.warn("report {}: {}", document.reportKey(), e.toString());
    }
  }

  @Override
  public void close() {
    close(TAKEN.toMillis());
  }

  /** Waits for what is being made; false where it has not ended by then. */
  public boolean close(long timeoutMillis) {
    return thread.close(timeoutMillis);
  }
}
