package io.archway.http.download;

import io.archway.dicom.data.ByteSource;
import io.archway.dicom.data.DicomParseException;
import io.archway.dicom.data.HeadCorrection;
import io.archway.dicom.data.HeadCorrection.Attribute;
import io.archway.dicom.data.HeadCorrection.Reason;
import io.archway.dicom.data.HeadRewriter;
import io.archway.dicom.data.ParseLimits;
import io.archway.dicom.data.Splice;
import io.archway.dicom.data.TransferSyntax;
import io.archway.dicom.dict.Tag;
import io.archway.index.study.StudyCorrection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * What is given out of a stored object: as received, or with the patient that the index knows by
 * now. Stateless; worker threads.
 */
public final class CorrectedCopies {
  private static final String MODIFYING_SYSTEM = "ARCHWAY";

  /** Of a deflated data set, which cannot be spliced but as a whole, when inflated. */
  private static final int MAX_INFLATED_BYTES = 16 << 20;

  private static final Object DEFLATING = new Object();
  private static final int MAX_VALUE_BYTES = 1 << 20;
  private static final ParseLimits LIMITS = ParseLimits.HEADER.withMaxValueBytes(MAX_VALUE_BYTES);

  private CorrectedCopies() {}

  /** What the copy of an object needs to be told of it. */
  public record Described(int dataSetOffset, String transferSyntaxUid, String callingAeTitle) {}

  /**
   * Reads the head of an object.
   *
   * @param file the whole Part 10 file
   * @param correction null for the object as received, of which nothing is read
   * @throws DicomParseException if the object cannot carry it
   */
  public static CorrectedCopy of(ByteSource file, Described described, StudyCorrection correction)
      throws IOException {
    if (correction == null) {
      return new CorrectedCopy(file.length(), List.of());
    }
    TransferSyntax syntax = TransferSyntax.of(described.transferSyntaxUid);
    ByteSource dataSet = new DataSetOf(file, described.dataSetOffset);
    HeadCorrection wanted = wanted(correction, described.callingAeTitle);
    List<Splice> splices =
        syntax.deflated() ? rewriteDeflated(dataSet, wanted) : rewrite(dataSet, syntax, wanted);
    return new CorrectedCopy(
        file.length(),
        splices.stream()
            .map(
                splice ->
                    new Splice(
                        splice.offset() + described.dataSetOffset, splice.length(), splice.bytes()))
            .toList());
  }

  /** One at a time, since each takes several times its size of memory. */
  private static List<Splice> rewriteDeflated(ByteSource dataSet, HeadCorrection wanted)
      throws IOException {
    synchronized (DEFLATING) {
      return HeadRewriter.rewriteDeflated(dataSet, wanted, LIMITS, MAX_INFLATED_BYTES);
    }
  }

  /** In an unknown transfer syntax the head is tried as explicit and then as implicit VR. */
  private static List<Splice> rewrite(
      ByteSource dataSet, TransferSyntax syntax, HeadCorrection wanted) throws IOException {
    if (syntax.known()) {
      return HeadRewriter.rewrite(dataSet, syntax, wanted, LIMITS);
    }
    try {
      return HeadRewriter.rewrite(
          dataSet, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, wanted, LIMITS);
    } catch (DicomParseException e) {
      return HeadRewriter.rewrite(
          dataSet, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN, wanted, LIMITS);
    }
  }

  private static HeadCorrection wanted(StudyCorrection correction, String callingAeTitle) {
    return new HeadCorrection(
        List.of(
            new Attribute(Tag.PATIENT_NAME, correction.name()),
            new Attribute(Tag.PATIENT_ID, correction.patientId()),
            new Attribute(Tag.ISSUER_OF_PATIENT_ID, correction.issuerOfPatientId()),
            new Attribute(Tag.PATIENT_BIRTH_DATE, correction.birthDateText()),
            new Attribute(Tag.PATIENT_SEX, correction.sex())),
        correction.at(),
        MODIFYING_SYSTEM,
        reason(correction),
        callingAeTitle == null ? "" : callingAeTitle);
  }

  static Reason reason(StudyCorrection correction) {
    return correction.moved() ? Reason.COERCE : Reason.CORRECT;
  }

  /** The data set in a file. */
  private record DataSetOf(ByteSource file, int start) implements ByteSource {
    @Override
    public long length() {
      return file.length() - start;
    }

    @Override
    public int read(ByteBuffer to, long position) throws IOException {
      return file.read(to, start + position);
    }
  }
}
