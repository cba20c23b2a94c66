package io.archway.ingest.file;

import io.archway.index.database.Database;
import io.archway.index.medium.MediumFile;
import io.archway.index.medium.MediumFileDao;
import io.archway.index.medium.UploadedFile;
import io.archway.index.patient.PatientIdentity;
import io.archway.index.patient.PatientRows;
import io.archway.index.store.Appended;
import io.archway.index.store.Entry;
import io.archway.index.store.LargeObject;
import io.archway.index.store.LogRecord;
import io.archway.index.store.ObjectHead;
import io.archway.index.store.ObjectStore;
import io.archway.index.store.Sender;
import io.archway.index.store.Sha256;
import io.archway.index.store.StoreException;
import io.archway.ingest.Intake;
import io.archway.ingest.Refusal;
import io.archway.ingest.Verdict;
import java.io.EOFException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Keeps files that are no DICOM objects: each a record of the log of its own kind, and a medium of
 * one patient. The same bytes of the same patient again are a duplicate.
 *
 * <p>Thread-safe; a call blocks until the file is durable and in the index. What changes log and
 * index together is done between two groups of arrivals, so that nobody else does the same.
 */
public final class OtherFiles {
  private static final String VIA = "upload";
  private static final int PIECE_BYTES = 256 << 10;

  private final Intake intake;
  private final ObjectStore store;
  private final Database database;
  private final InstantSource clock;
  private final int smallBytes;

  /**
   * @param smallBytes up to which a file goes into the shared segment; a larger one keeps the file
   *     of its own that it was written to
   */
  public OtherFiles(
      Intake intake, ObjectStore store, Database database, InstantSource clock, int smallBytes) {
    this.intake = intake;
    this.store = store;
    this.database = database;
    this.clock = clock;
    this.smallBytes = smallBytes;
  }

  /**
   * What became of a file.
   *
   * @param mediumKey of the medium that it is now, or was before; null where it was refused
   */
  public record Kept(Verdict verdict, Long mediumKey) {}

  /** A file that was written to the store and has no record yet. */
  public interface Written {
    long length();

    /** Fills what it can of the buffer from a position; the number of bytes. */
    int read(ByteBuffer to, long position) throws StoreException;

    /** What it was written to, not forced yet; null where that holds other files too. */
    LargeObject alone();
  }

  /**
   * Keeps a file. Whatever becomes of it, the caller discards what it was written to afterwards;
   * that does nothing where a record names it by then.
   */
  public Kept keep(long organizationKey, UploadedFile said, Sha256 sha256, Written written)
      throws IOException {
    if (intake.refusalNow() != null) {
      return new Kept(intake.refusalNow(), null);
    }
    if (!said.fits()) {
      return new Kept(new Verdict.Refused(Refusal.FAILED, "name or patient: too long"), null);
    }
    ObjectHead head =
        ObjectHead.ofFile(
            organizationKey,
            Sender.ofOffice(VIA, said.officeKey()),
            clock.instant().truncatedTo(ChronoUnit.MICROS),
            uid(),
            sha256,
            said.toJson());
    Optional<MediumFile> known = known(organizationKey, said, sha256);
    if (known.isPresent()) {
      return new Kept(new Verdict.Duplicate(), known.get().mediumKey());
    }
    if (written.length() <= smallBytes) {
      Entry small = new Entry.Inline(head, List.of(content(written)));
      return intake.betweenGroups(() -> keep(said, small, head));
    } else if (written.alone() != null) {
      Entry large = new Entry.Reference(head, written.alone().force());
      return intake.betweenGroups(() -> keep(said, large, head));
    }
    try (LargeObject own = store.newLargeObject()) {
      copy(written, own);
      Entry large = new Entry.Reference(head, own.force());
      return intake.betweenGroups(() -> keep(said, large, head));
    }
  }

  private static void copy(Written from, LargeObject to) throws IOException {
    ByteBuffer piece = ByteBuffer.allocate(PIECE_BYTES);
    while (to.length() < from.length()) {
      if (from.read(piece.clear(), to.length()) == 0) {
        throw new EOFException("a file ended before its length");
      }
      to.write(piece.flip());
    }
  }

  private Kept keep(UploadedFile said, Entry entry, ObjectHead head) throws IOException {
    Optional<MediumFile> known = known(head.organizationKey(), said, head.sha256());
    if (known.isPresent()) {
      return new Kept(new Verdict.Duplicate(), known.get().mediumKey());
    }
    Appended appended = store.append(List.of(entry));
    intake.index((LogRecord.Stored) appended.records().get(0), appended.end(), said.by());
    MediumFile made =
        database
            .read(
                handle ->
                    handle
                        .attach(MediumFileDao.class)
                        .ofUid(head.organizationKey(), head.sopInstanceUid()))
            .orElseThrow(() -> new IllegalStateException("a file of the log has no medium"));
    return new Kept(new Verdict.Stored(), made.mediumKey());
  }

  private Optional<MediumFile> known(long organizationKey, UploadedFile said, Sha256 sha256) {
    Optional<PatientIdentity> patient =
        database.readInConnection(
            connection ->
                said.choose(
                    PatientRows.find(
                        connection,
                        organizationKey,
                        List.of(said.patient().patientId()),
                        List.of(said.patient().issuer()))));
    return patient.flatMap(
        one ->
            database.read(
                handle ->
                    handle
                        .attach(MediumFileDao.class)
                        .same(organizationKey, one.owner(), sha256.hex())));
  }

  private static ByteBuffer content(Written written) throws IOException {
    ByteBuffer content = ByteBuffer.allocate(Math.toIntExact(written.length()));
    written.read(content, 0);
    return content.flip();
  }

  /** UIDs from UUIDs: PS3.5 B.2. */
  private static String uid() {
    String hex = UUID.randomUUID().toString().replace("-", "");
    return "2.25." + new BigInteger(hex, 16);
  }
}
