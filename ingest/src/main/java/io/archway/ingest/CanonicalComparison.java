package io.archway.ingest;

import io.archway.dicom.data.CanonicalDigest;
import io.archway.dicom.data.DicomParseException;
import io.archway.dicom.data.ParseLimits;
import io.archway.dicom.data.TransferSyntax;
import io.archway.index.store.ObjectLocation;
import io.archway.index.store.ObjectStore;
import io.archway.index.store.StoredObject;
import io.archway.index.study.KnownInstance;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares a resend with what is kept under its SOP Instance UID in another uncompressed transfer
 * syntax, by canonical digest. Both are read by a worker, as streams; then the arrival is submitted
 * again, and the Committer judges it by the {@link Results}.
 *
 * <p>{@link #begin} belongs to the Committer's thread.
 */
final class CanonicalComparison {
  private static final Logger LOG = LoggerFactory.getLogger(CanonicalComparison.class);
  private static final int PIECE_BYTES = 64 << 10;

  /** Stands for an object that has no canonical form: equal to none. */
  private static final String NONE = "";

  private final Intake intake;

  CanonicalComparison(Intake intake) {
    this.intake = intake;
  }

  /** What is known of one arrival. One thread at a time, as the arrival itself. */
  static final class Results {
    private String arrived;
    private final Map<Long, String> byRecordNumber = new HashMap<>();

    /** The arrival's canonical digest in hex, or null where it was not needed or has none. */
    String arrived() {
      return NONE.equals(arrived) ? null : arrived;
    }

    boolean isSame(KnownInstance version) {
      return arrived() != null && arrived.equals(byRecordNumber.get(version.recordNumber()));
    }

    private boolean isOpen(KnownInstance version) {
      return !byRecordNumber.containsKey(version.recordNumber());
    }
  }

  /** True when a verdict has to wait for a comparison, which has begun: the arrival comes again. */
  boolean begin(Arrival arrival, List<KnownInstance> versions) {
    List<KnownInstance> open = toCompare(arrival, versions);
    if (open.isEmpty()) {
      return false;
    }
    try {
      intake.workers().execute(() -> compare(arrival, open));
    } catch (RejectedExecutionException e) {
      arrival.end(new Verdict.Refused(Refusal.STOPPING));
    }
    return true;
  }

  private static List<KnownInstance> toCompare(Arrival arrival, List<KnownInstance> versions) {
    String transferSyntaxUid = arrival.request().transferSyntaxUid();
    String sha256 = arrival.sha256().hex();
    boolean settled =
        !isUncompressed(transferSyntaxUid)
            || versions.stream()
                .anyMatch(
                    one ->
                        one.hasSameDataSet(transferSyntaxUid, sha256, null)
                            || arrival.comparisons().isSame(one));
    return settled
        ? List.of()
        : versions.stream()
            .filter(one -> !one.transferSyntaxUid().equals(transferSyntaxUid))
            .filter(one -> isUncompressed(one.transferSyntaxUid()))
            .filter(arrival.comparisons()::isOpen)
            .toList();
  }

  private static boolean isUncompressed(String transferSyntaxUid) {
    TransferSyntax syntax = TransferSyntax.of(transferSyntaxUid);
    return syntax.known() && syntax.uncompressed();
  }

  private void compare(Arrival arrival, List<KnownInstance> versions) {
    Results results = arrival.comparisons();
    try {
      if (results.arrived == null) {
        results.arrived = digest(arrival.request().transferSyntaxUid(), arrival::addTo);
      }
      for (KnownInstance version : versions) {
        results.byRecordNumber.put(version.recordNumber(), digest(version));
      }
    } catch (IOException | RuntimeException e) {
      arrival.end(intake.refusalOf(e));
      return;
    }
    intake.committer().submit(arrival);
  }

  private String digest(KnownInstance version) {
    if (version.canonicalSha256() != null) {
      return version.canonicalSha256();
    }
    try {
      return digest(
          version.transferSyntaxUid(),
          digest -> add(digest, intake.store(), version.location(), version.dataSetOffset()));
    } catch (IOException e) {
      LOG.warn("record {} cannot be compared: {}", version.recordNumber(), e.getMessage());
      return NONE; // the arrival is kept beside it
    }
  }

  private interface Source {
    void addTo(CanonicalDigest digest) throws IOException;
  }

  private static String digest(String transferSyntaxUid, Source source) throws IOException {
    TransferSyntax syntax = TransferSyntax.of(transferSyntaxUid);
    try (CanonicalDigest digest = new CanonicalDigest(syntax, ParseLimits.DEFAULT)) {
      source.addTo(digest);
      return HexFormat.of().formatHex(digest.finish());
    } catch (DicomParseException e) {
      return NONE;
    }
  }

  /** Adds the data set of a Part 10 file of the store. */
  static void add(
      CanonicalDigest digest, ObjectStore store, ObjectLocation location, int dataSetOffset)
      throws IOException {
    try (StoredObject object = store.read(location)) {
      ByteBuffer piece = ByteBuffer.allocate(PIECE_BYTES);
      long position = dataSetOffset;
      int count;
      while ((count = object.read(piece.clear(), position)) > 0) {
        digest.accept(piece.flip());
        position += count;
      }
    }
  }
}
