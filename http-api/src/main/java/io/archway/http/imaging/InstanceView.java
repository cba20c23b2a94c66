package io.archway.http.imaging;

import io.archway.http.download.CorrectedCopy;
import io.archway.http.download.StoredFile;
import io.archway.http.kernel.ProblemException;
import io.archway.index.store.ObjectStore;
import io.archway.index.study.Instance;
import io.archway.index.study.StudyCorrection;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Supplier;

/**
 * A stored data set of an instance and whatever else is stored under its UID. {@code sha256} is of
 * the data set as received, without preamble and meta group; {@code sizeBytes} of the whole file.
 */
record InstanceView(
    long id,
    String sopInstanceUid,
    String sopClassUid,
    String transferSyntaxUid,
    String seriesInstanceUid,
    String studyInstanceUid,
    String modality,
    Integer instanceNumber,
    LocalDate contentDate,
    String contentTime,
    Integer numberOfFrames,
    Integer rows,
    Integer columns,
    String documentTitle,
    KeysPart keys,
    int version,
    boolean current,
    String sha256,
    long sizeBytes,
    int dataSetOffset,
    SenderPart sender,
    Instant receivedAt,
    CopyPart copy,
    List<VersionPart> versions) {

  /** The ids under which its patient, study, series and medium are found here. */
  record KeysPart(long patient, long study, long series, Long media) {}

  /** Who sent it and how; what does not apply is empty. */
  record SenderPart(
      String via,
      String callingAeTitle,
      String calledAeTitle,
      String address,
      Long associationId) {}

  /**
   * The file as it is given out. {@code corrected} is true where it carries other attributes of its
   * patient than were received; {@code problem} says why it cannot, though it should.
   */
  record CopyPart(
      boolean corrected, Instant correctedAt, String reason, Long sizeBytes, String problem) {

    static CopyPart of(StoredFile.Found found, ObjectStore store, Supplier<StoredFile.Found> find)
        throws IOException {
      StudyCorrection correction = found.correction();
      if (correction == null) {
        return new CopyPart(false, null, null, found.instance().byteLength(), null);
      }
      try {
        CorrectedCopy copy = StoredFile.copy(store, find);
        return copy.isStored()
            ? new CopyPart(false, null, null, copy.length(), null)
            : new CopyPart(
                true,
                correction.at(),
                correction.moved() ? "COERCE" : "CORRECT",
                copy.length(),
                null);
      } catch (ProblemException e) {
        return new CopyPart(true, correction.at(), null, null, e.problem().message());
      }
    }
  }

  /** One of the data sets under this UID; more than one is a conflict. */
  record VersionPart(
      int version,
      boolean current,
      String sha256,
      long sizeBytes,
      String transferSyntaxUid,
      SenderPart sender,
      Instant receivedAt) {}

  static InstanceView of(
      Instance instance, Long mediumKey, CopyPart copy, List<Instance> versions) {
    return new InstanceView(
        instance.instanceKey(),
        instance.sopInstanceUid(),
        instance.sopClassUid(),
        instance.transferSyntaxUid(),
        instance.seriesInstanceUid(),
        instance.studyInstanceUid(),
        instance.modality(),
        instance.instanceNumber(),
        instance.contentDate(),
        Times.text(instance.contentTime()),
        instance.numberOfFrames(),
        instance.imageRows(),
        instance.imageColumns(),
        instance.documentTitle(),
        new KeysPart(instance.patientKey(), instance.studyKey(), instance.seriesKey(), mediumKey),
        instance.version(),
        instance.current(),
        instance.sha256(),
        instance.byteLength(),
        instance.dataSetOffset(),
        sender(instance),
        instance.receivedAt(),
        copy,
        versions.stream().map(InstanceView::version).toList());
  }

  private static VersionPart version(Instance instance) {
    return new VersionPart(
        instance.version(),
        instance.current(),
        instance.sha256(),
        instance.byteLength(),
        instance.transferSyntaxUid(),
        sender(instance),
        instance.receivedAt());
  }

  private static SenderPart sender(Instance instance) {
    return new SenderPart(
        instance.via(),
        instance.callingAeTitle(),
        instance.calledAeTitle(),
        instance.address(),
        instance.associationKey());
  }
}
