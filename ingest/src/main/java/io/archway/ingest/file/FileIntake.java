package io.archway.ingest.file;

import io.archway.dicom.data.DicomParseException;
import io.archway.dicom.data.ParseLimits;
import io.archway.dicom.data.Part10Head;
import io.archway.dicom.data.Part10Input;
import io.archway.dicom.data.Part10Reader;
import io.archway.dicom.dict.Tag;
import io.archway.index.disk.FailureReason;
import io.archway.index.store.Sender;
import io.archway.index.study.InstanceAttributes;
import io.archway.ingest.ArrivalRequest;
import io.archway.ingest.Intake;
import io.archway.ingest.Verdict;
import io.archway.ingest.header.HeaderReading;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Takes files in as if they had come over the network: Part 10 files, and data sets without
 * preamble or meta group.
 *
 * <p>Any thread; a call blocks until the verdict.
 */
public final class FileIntake {
  private static final int PIECE_BYTES = 64 << 10;

  private final StreamIntake objects;
  private final ParseLimits limits;

  public FileIntake(Intake intake, ParseLimits limits) {
    this.objects = new StreamIntake(intake);
    this.limits = limits;
  }

  /** Where the bytes of a file come from: opened twice, for its header and for all of it. */
  @FunctionalInterface
  public interface Source {
    InputStream open() throws IOException;
  }

  /**
   * What became of an object.
   *
   * @param verdict null for a DICOMDIR, which is none
   * @param sopInstanceUid empty where it has none
   */
  public record Taken(Verdict verdict, String sopInstanceUid) {}

  /**
   * @param sender who is behind the file
   */
  public FileVerdict take(Path file, Sender sender) {
    try {
      Taken taken = take(() -> open(file), null, sender);
      return taken.verdict == null ? FileVerdict.directory(file) : verdict(file, taken.verdict);
    } catch (DicomParseException e) {
      return FileVerdict.noObject(file, e.getMessage());
    } catch (IOException e) {
      return FileVerdict.unreadable(file, FailureReason.of(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return FileVerdict.unreadable(file, "interrupted");
    }
  }

  /**
   * Takes an object from wherever it lies.
   *
   * @param organizationKey whose it is; null: the sender's called AE title decides
   * @throws DicomParseException if it is no DICOM file
   * @throws IOException what the source throws; nothing is kept then
   */
  public Taken take(Source source, Long organizationKey, Sender sender)
      throws IOException, InterruptedException {
    Part10Head head;
    HeaderReading.Result header;
    try (InputStream in = source.open()) {
      Part10Input input = Part10Reader.open(in);
      head = input.head();
      if (MediumFiles.isDirectory(head)) {
        return new Taken(null, "");
      }
      header = readHeader(input, head.transferSyntax().uid());
    }
    ArrivalRequest request = request(organizationKey, sender, head, header);
    try (InputStream in = source.open()) {
      in.skipNBytes(head.dataSetOffset());
      return new Taken(objects.take(request, in), request.sopInstanceUid());
    }
  }

  private static InputStream open(Path file) throws IOException {
    return new BufferedInputStream(Files.newInputStream(file), PIECE_BYTES);
  }

  private HeaderReading.Result readHeader(Part10Input input, String transferSyntaxUid)
      throws IOException {
    try (HeaderReading reading = new HeaderReading(transferSyntaxUid, limits)) {
      byte[] piece = new byte[PIECE_BYTES];
      int count;
      while ((count = input.dataSet().readNBytes(piece, 0, piece.length)) > 0) {
        if (reading.accept(ByteBuffer.wrap(piece, 0, count))) {
          break;
        }
      }
      return reading.finish();
    }
  }

  /** The data set's own UIDs count; a meta group that contradicts them is a known vendor error. */
  private static ArrivalRequest request(
      Long organizationKey, Sender sender, Part10Head head, HeaderReading.Result header) {
    InstanceAttributes instance = header.header() == null ? null : header.header().instance();
    return new ArrivalRequest(
        organizationKey,
        sender,
        () -> null,
        firstOf(
            instance == null ? null : instance.sopClassUid(),
            head.meta().string(Tag.MEDIA_STORAGE_SOP_CLASS_UID)),
        firstOf(
            instance == null ? null : instance.sopInstanceUid(),
            head.meta().string(Tag.MEDIA_STORAGE_SOP_INSTANCE_UID)),
        head.transferSyntax().uid());
  }

  private static String firstOf(String first, String second) {
    return first != null ? first : second != null ? second : "";
  }

  private static FileVerdict verdict(Path file, Verdict verdict) {
    String reason = "";
    if (verdict instanceof Verdict.Refused refused) {
      reason = refused.detail();
    } else if (verdict instanceof Verdict.Quarantined quarantined) {
      reason = quarantined.reason();
    }
    return FileVerdict.of(file, verdict, reason);
  }
}
