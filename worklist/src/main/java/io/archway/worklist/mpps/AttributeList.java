package io.archway.worklist.mpps;

import io.archway.dicom.data.DataSet;
import io.archway.dicom.data.DataSets;
import io.archway.dicom.data.DicomParseException;
import io.archway.dicom.data.ParseLimits;
import io.archway.dicom.data.TransferSyntax;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Uid;
import io.archway.dicom.dimse.DimseException;
import io.archway.dicom.dimse.DimseResponse;
import io.archway.dicom.dimse.DimseStatus;
import io.archway.index.study.DicomDates;
import io.archway.index.study.RequestAttributes;
import io.archway.index.worklist.PerformedStatus;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * The attributes of an N-CREATE or N-SET (PS3.4 Table F.7.2-1), as far as anything follows from
 * them. What is of Type 1 on N-CREATE must be there; the rest is kept unread. Immutable.
 */
final class AttributeList {
  /** Of Scheduled Step Attributes Sequence; an examination is made of few steps. */
  static final int MAX_REFERENCES = 100;

  private static final int MAX_DEPTH = 16;
  private static final int MAX_ELEMENTS = 100_000;
  private static final List<Integer> TYPE_1 =
      List.of(
          Tag.MODALITY,
          Tag.PERFORMED_STATION_AE_TITLE,
          Tag.PERFORMED_PROCEDURE_STEP_START_DATE,
          Tag.PERFORMED_PROCEDURE_STEP_START_TIME,
          Tag.PERFORMED_PROCEDURE_STEP_STATUS,
          Tag.PERFORMED_PROCEDURE_STEP_ID);

  private final DataSet dataSet;

  private AttributeList(DataSet dataSet) {
    this.dataSet = dataSet;
  }

  /**
   * @throws DimseException with 0110 where it is no data set
   */
  static AttributeList parse(byte[] bytes, TransferSyntax syntax) throws DimseException {
    ParseLimits limits =
        ParseLimits.DEFAULT
            .withMaxDepth(MAX_DEPTH)
            .withMaxElements(MAX_ELEMENTS)
            .withMaxValueBytes(Math.max(1, bytes.length))
            // an element of 8 bytes counts as 72
            .withMaxHeldBytes(10L * bytes.length + 1024)
            .withMaxInflated(4L * bytes.length + 1024, 250);
    try {
      return new AttributeList(DataSets.read(ByteBuffer.wrap(bytes), syntax, limits));
    } catch (DicomParseException e) {
      throw new DimseException(DimseStatus.PROCESSING_FAILURE, "data set: " + e.getMessage());
    }
  }

  /**
   * @throws DimseException with 0120 or 0121 where something of Type 1 is absent or empty
   */
  void verifyComplete() throws DimseException {
    List<Integer> absent = new ArrayList<>();
    List<Integer> empty = new ArrayList<>();
    for (int tag : TYPE_1) {
      check(dataSet, tag, absent, empty);
    }
    if (!dataSet.contains(Tag.SCHEDULED_STEP_ATTRIBUTES_SEQUENCE)) {
      absent.add(Tag.SCHEDULED_STEP_ATTRIBUTES_SEQUENCE);
    }
    for (DataSet item : items()) {
      check(item, Tag.STUDY_INSTANCE_UID, absent, empty);
    }
    refuse(DimseStatus.MISSING_ATTRIBUTE, absent);
    refuse(DimseStatus.MISSING_ATTRIBUTE_VALUE, empty);
  }

  private static void check(DataSet in, int tag, List<Integer> absent, List<Integer> empty)
      throws DimseException {
    if (!in.contains(tag)) {
      absent.add(tag);
    } else if (text(in, tag).isEmpty()) {
      empty.add(tag);
    }
  }

  private static void refuse(DimseStatus status, List<Integer> tags) throws DimseException {
    if (!tags.isEmpty()) {
      List<Integer> distinct = tags.stream().distinct().toList();
      throw new DimseException(
          DimseResponse.of(status)
              .withErrorComment(
                  String.join(" ", distinct.stream().map(Tag::toString).toList())
                      + (status == DimseStatus.MISSING_ATTRIBUTE ? ": missing" : ": empty"))
              .withAttributeIdentifiers(distinct));
    }
  }

  /** What was said of Performed Procedure Step Status; null for nothing. */
  PerformedStatus status() throws DimseException {
    int tag = Tag.PERFORMED_PROCEDURE_STEP_STATUS;
    if (!dataSet.contains(tag)) {
      return null;
    }
    String word = text(tag);
    return PerformedStatus.of(word)
        .orElseThrow(
            () ->
                invalid(
                    tag,
                    "not IN PROGRESS, COMPLETED or DISCONTINUED",
                    DimseStatus.INVALID_ATTRIBUTE_VALUE));
  }

  /** What a new one must be (F.7.2.1.2). */
  void verifyBegins() throws DimseException {
    PerformedStatus status = status();
    if (status != PerformedStatus.IN_PROGRESS) {
      throw invalid(
          Tag.PERFORMED_PROCEDURE_STEP_STATUS,
          status.word() + " (expected: IN PROGRESS)",
          DimseStatus.INVALID_ATTRIBUTE_VALUE);
    }
  }

  Instant startedAt(ZoneId zone) throws DimseException {
    LocalDate date = date(Tag.PERFORMED_PROCEDURE_STEP_START_DATE);
    return at(date, Tag.PERFORMED_PROCEDURE_STEP_START_TIME, zone);
  }

  /** Null where it says none. */
  Instant endedAt(ZoneId zone) throws DimseException {
    LocalDate date = date(Tag.PERFORMED_PROCEDURE_STEP_END_DATE);
    return date == null ? null : at(date, Tag.PERFORMED_PROCEDURE_STEP_END_TIME, zone);
  }

  private LocalDate date(int tag) throws DimseException {
    String text = text(tag);
    LocalDate date = DicomDates.date(text);
    if (date == null && !text.isEmpty()) {
      throw invalid(tag, "no date", DimseStatus.INVALID_ATTRIBUTE_VALUE);
    }
    return date;
  }

  private Instant at(LocalDate date, int timeTag, ZoneId zone) throws DimseException {
    String text = text(timeTag);
    LocalTime time = text.isEmpty() ? LocalTime.MIN : DicomDates.time(text);
    if (time == null) {
      throw invalid(timeTag, "no time", DimseStatus.INVALID_ATTRIBUTE_VALUE);
    }
    return date.atTime(time).atZone(zone(zone)).toInstant();
  }

  private ZoneId zone(ZoneId otherwise) throws DimseException {
    String offset = text(Tag.TIMEZONE_OFFSET_FROM_UTC);
    try {
      return offset.isEmpty() ? otherwise : ZoneOffset.of(offset);
    } catch (DateTimeException e) {
      throw invalid(Tag.TIMEZONE_OFFSET_FROM_UTC, "no offset", DimseStatus.INVALID_ATTRIBUTE_VALUE);
    }
  }

  /** The orders that are named; an item without any identifier of one names none. */
  List<RequestAttributes> references() throws DimseException {
    List<RequestAttributes> references = new ArrayList<>();
    for (DataSet item : items()) {
      references.add(
          new RequestAttributes(
              Uid.trim(text(item, Tag.STUDY_INSTANCE_UID)),
              text(item, Tag.ACCESSION_NUMBER),
              text(item, Tag.REQUESTED_PROCEDURE_ID),
              text(item, Tag.SCHEDULED_PROCEDURE_STEP_ID)));
    }
    return references;
  }

  private List<DataSet> items() throws DimseException {
    int tag = Tag.SCHEDULED_STEP_ATTRIBUTES_SEQUENCE;
    List<DataSet> items;
    try {
      items = dataSet.items(tag);
    } catch (DicomParseException e) {
      throw invalid(tag, e.getMessage(), DimseStatus.INVALID_ATTRIBUTE_VALUE);
    }
    if (items.size() > MAX_REFERENCES) {
      throw invalid(
          tag,
          "items: %d (expected: <= %d)".formatted(items.size(), MAX_REFERENCES),
          DimseStatus.RESOURCE_LIMITATION);
    }
    return items;
  }

  String modality() throws DimseException {
    return text(Tag.MODALITY);
  }

  String patientId() throws DimseException {
    return text(Tag.PATIENT_ID);
  }

  String patientName() throws DimseException {
    return text(Tag.PATIENT_NAME);
  }

  /** Null where it says none that is one: it is compared, and nothing else. */
  LocalDate patientBirthDate() throws DimseException {
    return DicomDates.date(text(Tag.PATIENT_BIRTH_DATE));
  }

  private String text(int tag) throws DimseException {
    return text(dataSet, tag);
  }

  /** "" for nothing. */
  private static String text(DataSet in, int tag) throws DimseException {
    try {
      String text = in.string(tag);
      return text == null ? "" : text.strip();
    } catch (DicomParseException e) {
      throw invalid(tag, e.getMessage(), DimseStatus.INVALID_ATTRIBUTE_VALUE);
    }
  }

  private static DimseException invalid(int tag, String what, DimseStatus status) {
    return new DimseException(
        DimseResponse.of(status)
            .withErrorComment(Tag.toString(tag) + ": " + what)
            .withAttributeIdentifiers(List.of(tag)));
  }
}
