package io.archway.ingest.header;

import io.archway.dicom.data.DataSet;
import io.archway.dicom.data.DicomParseException;
import io.archway.dicom.data.HeaderCollector;
import io.archway.dicom.data.ParseLimits;
import io.archway.dicom.data.TransferSyntax;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Uid;
import io.archway.index.study.InstanceHeader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the head of one data set as its bytes come. In an unknown transfer syntax the head is tried
 * as explicit and as implicit VR little endian beside each other, and the one that finds the UIDs
 * counts.
 *
 * <p>Not thread-safe. Close it.
 */
public final class HeaderReading implements AutoCloseable {
  /**
   * For everything on its way in: the index keeps no long value, and all heads together have to fit
   * the heap beside each other, two attempts each.
   */
  public static final ParseLimits LIMITS =
      ParseLimits.HEADER.withMaxValueBytes(4 << 10).withMaxHeldBytes(128 << 10);

  private final String transferSyntaxUid;
  private final List<Attempt> attempts = new ArrayList<>(2);

  public HeaderReading(String transferSyntaxUid, ParseLimits limits) {
    this.transferSyntaxUid = transferSyntaxUid;
    TransferSyntax syntax = TransferSyntax.of(transferSyntaxUid);
    if (syntax.known()) {
      attempts.add(new Attempt(syntax, limits));
    } else {
      attempts.add(new Attempt(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, limits));
      attempts.add(new Attempt(TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN, limits));
    }
  }

  /**
   * Takes the next bytes; the buffer's position does not move.
   *
   * @return whether nothing more is needed
   */
  public boolean accept(ByteBuffer bytes) {
    boolean done = true;
    for (Attempt attempt : attempts) {
      done &= attempt.accept(bytes);
    }
    return done;
  }

  /** The data set has ended. */
  public Result finish() {
    attempts.forEach(Attempt::finish);
    Attempt best = attempts.stream().filter(Attempt::hasUids).findFirst().orElse(attempts.get(0));
    return new Result(
        best.hasInstance() ? HeaderIndexer.read(best.head(), transferSyntaxUid) : null,
        best.problem(),
        best.collector.heldBytes());
  }

  @Override
  public void close() {
    attempts.forEach(Attempt::close);
  }

  /**
   * @param header what was read, or null where not even a UID was found
   * @param problem what keeps the object from being indexed as an instance, naming the tag; null if
   *     nothing does
   * @param heldBytes about what the header takes in memory
   */
  public record Result(InstanceHeader header, String problem, long heldBytes) {}

  private static final class Attempt {
    private final HeaderCollector collector;
    private DicomParseException failure;

    Attempt(TransferSyntax syntax, ParseLimits limits) {
      collector = new HeaderCollector(syntax, limits);
    }

    boolean accept(ByteBuffer bytes) {
      if (failure != null) {
        return true;
      }
      try {
        return collector.accept(bytes);
      } catch (DicomParseException e) {
        failure = e;
        return true;
      }
    }

    void finish() {
      try {
        if (failure == null) {
          collector.finish();
        }
      } catch (DicomParseException e) {
        failure = e;
      }
    }

    DataSet head() {
      return collector.dataSet();
    }

    boolean hasInstance() {
      return head().contains(Tag.SOP_INSTANCE_UID) || head().contains(Tag.STUDY_INSTANCE_UID);
    }

    boolean hasUids() {
      return uidProblem() == null;
    }

    /** A data set that breaks off behind its UIDs is still an instance: it is kept as received. */
    String problem() {
      String uid = uidProblem();
      return uid == null || failure == null ? uid : failure.getMessage();
    }

    private String uidProblem() {
      for (int tag :
          new int[] {Tag.SOP_INSTANCE_UID, Tag.STUDY_INSTANCE_UID, Tag.SERIES_INSTANCE_UID}) {
        String uid = HeaderIndexer.uid(head(), tag);
        if (!Uid.isUsable(uid)) {
          return Tag.toString(tag) + ": " + (uid == null ? "missing" : "not a UID");
        }
      }
      return null;
    }

    void close() {
      collector.close();
    }
  }
}
