package io.archway.ingest.header;

import io.archway.dicom.data.DataSet;
import io.archway.dicom.data.DicomParseException;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Uid;
import io.archway.index.study.InstanceAttributes;
import io.archway.index.study.InstanceHeader;
import io.archway.index.study.PatientAttributes;
import io.archway.index.study.RequestAttributes;
import io.archway.index.study.SeriesAttributes;
import io.archway.index.study.StudyAttributes;
import java.util.List;

/**
 * Reads from the head of a data set what the index keeps. A value that cannot be read is left out:
 * an odd Instance Number must not lose an image.
 *
 * <p>Pure.
 */
public final class HeaderIndexer {
  private HeaderIndexer() {}

  /**
   * @param head the data set up to its pixels
   * @param transferSyntaxUid of the data set as received
   */
  public static InstanceHeader read(DataSet head, String transferSyntaxUid) {
    return new InstanceHeader(
        patient(head), study(head), series(head), instance(head, transferSyntaxUid));
  }

  private static PatientAttributes patient(DataSet head) {
    return new PatientAttributes(
        text(head, Tag.PATIENT_ID),
        text(head, Tag.ISSUER_OF_PATIENT_ID),
        text(head, Tag.PATIENT_NAME),
        text(head, Tag.PATIENT_BIRTH_DATE),
        text(head, Tag.PATIENT_BIRTH_TIME),
        text(head, Tag.PATIENT_SEX),
        joined(head, Tag.OTHER_PATIENT_IDS));
  }

  private static StudyAttributes study(DataSet head) {
    return new StudyAttributes(
        uid(head, Tag.STUDY_INSTANCE_UID),
        text(head, Tag.STUDY_DATE),
        text(head, Tag.STUDY_TIME),
        text(head, Tag.ACCESSION_NUMBER),
        issuerOfAccessionNumber(head),
        text(head, Tag.STUDY_ID),
        text(head, Tag.STUDY_DESCRIPTION),
        text(head, Tag.REFERRING_PHYSICIAN_NAME),
        text(head, Tag.NAME_OF_PHYSICIANS_READING_STUDY),
        text(head, Tag.PATIENT_AGE),
        text(head, Tag.INSTITUTION_NAME));
  }

  private static String issuerOfAccessionNumber(DataSet head) {
    DataSet issuer = first(head, Tag.ISSUER_OF_ACCESSION_NUMBER_SEQUENCE);
    if (issuer == null) {
      return null;
    }
    String local = text(issuer, Tag.LOCAL_NAMESPACE_ENTITY_ID);
    return local != null ? local : text(issuer, Tag.UNIVERSAL_ENTITY_ID);
  }

  private static SeriesAttributes series(DataSet head) {
    return new SeriesAttributes(
        uid(head, Tag.SERIES_INSTANCE_UID),
        text(head, Tag.MODALITY),
        integer(head, Tag.SERIES_NUMBER),
        text(head, Tag.SERIES_DESCRIPTION),
        text(head, Tag.SERIES_DATE),
        text(head, Tag.SERIES_TIME),
        text(head, Tag.BODY_PART_EXAMINED),
        text(head, Tag.LATERALITY),
        text(head, Tag.PROTOCOL_NAME),
        text(head, Tag.PERFORMING_PHYSICIAN_NAME),
        text(head, Tag.OPERATORS_NAME),
        text(head, Tag.PERFORMED_PROCEDURE_STEP_START_DATE),
        text(head, Tag.PERFORMED_PROCEDURE_STEP_START_TIME),
        uid(head, Tag.FRAME_OF_REFERENCE_UID),
        text(head, Tag.STATION_NAME),
        text(head, Tag.MANUFACTURER),
        text(head, Tag.MANUFACTURER_MODEL_NAME),
        text(head, Tag.DEVICE_SERIAL_NUMBER),
        joined(head, Tag.SOFTWARE_VERSIONS),
        performedStep(head),
        requests(head));
  }

  private static String performedStep(DataSet head) {
    DataSet step = first(head, Tag.REFERENCED_PERFORMED_PROCEDURE_STEP_SEQUENCE);
    return step == null ? null : uid(step, Tag.REFERENCED_SOP_INSTANCE_UID);
  }

  private static List<RequestAttributes> requests(DataSet head) {
    return items(head, Tag.REQUEST_ATTRIBUTES_SEQUENCE).stream()
        .map(
            item ->
                new RequestAttributes(
                    uid(item, Tag.STUDY_INSTANCE_UID),
                    text(item, Tag.ACCESSION_NUMBER),
                    text(item, Tag.REQUESTED_PROCEDURE_ID),
                    text(item, Tag.SCHEDULED_PROCEDURE_STEP_ID)))
        .toList();
  }

  private static InstanceAttributes instance(DataSet head, String transferSyntaxUid) {
    Anatomy anatomy = Anatomy.of(head);
    return new InstanceAttributes(
        uid(head, Tag.SOP_INSTANCE_UID),
        uid(head, Tag.SOP_CLASS_UID),
        transferSyntaxUid,
        integer(head, Tag.INSTANCE_NUMBER),
        text(head, Tag.CONTENT_DATE),
        text(head, Tag.CONTENT_TIME),
        text(head, Tag.ACQUISITION_DATE_TIME),
        joined(head, Tag.IMAGE_TYPE),
        integer(head, Tag.NUMBER_OF_FRAMES),
        integer(head, Tag.ROWS),
        integer(head, Tag.COLUMNS),
        integer(head, Tag.BITS_ALLOCATED),
        integer(head, Tag.SAMPLES_PER_PIXEL),
        text(head, Tag.PHOTOMETRIC_INTERPRETATION),
        text(head, Tag.LOSSY_IMAGE_COMPRESSION),
        anatomy.laterality(),
        text(head, Tag.DOCUMENT_TITLE),
        anatomy.teeth(),
        anatomy.regions(),
        anatomy.views());
  }

  /** A UID without its padding, or null; whether it is a valid one is for the reader to judge. */
  static String uid(DataSet from, int tag) {
    String value = text(from, tag);
    return value == null ? null : Uid.trim(value);
  }

  static String text(DataSet from, int tag) {
    try {
      return from.string(tag);
    } catch (DicomParseException e) {
      return null;
    }
  }

  static List<DataSet> items(DataSet from, int tag) {
    try {
      return from.items(tag);
    } catch (DicomParseException e) {
      return List.of();
    }
  }

  static DataSet first(DataSet from, int tag) {
    List<DataSet> items = items(from, tag);
    return items.isEmpty() ? null : items.get(0);
  }

  private static String joined(DataSet from, int tag) {
    try {
      List<String> values = from.strings(tag);
      return values.isEmpty() ? null : String.join("\\", values);
    } catch (DicomParseException e) {
      return null;
    }
  }

  private static Integer integer(DataSet from, int tag) {
    try {
      return from.integer(tag);
    } catch (DicomParseException e) {
      return null;
    }
  }
}
