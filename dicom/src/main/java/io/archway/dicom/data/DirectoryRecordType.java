package io.archway.dicom.data;

import static io.archway.dicom.dict.Tag.ACCESSION_NUMBER;
import static io.archway.dicom.dict.Tag.BLENDING_SEQUENCE;
import static io.archway.dicom.dict.Tag.COMPLETION_FLAG;
import static io.archway.dicom.dict.Tag.CONCEPT_NAME_CODE_SEQUENCE;
import static io.archway.dicom.dict.Tag.CONTENT_CREATOR_NAME;
import static io.archway.dicom.dict.Tag.CONTENT_DATE;
import static io.archway.dicom.dict.Tag.CONTENT_DESCRIPTION;
import static io.archway.dicom.dict.Tag.CONTENT_LABEL;
import static io.archway.dicom.dict.Tag.CONTENT_SEQUENCE;
import static io.archway.dicom.dict.Tag.CONTENT_TIME;
import static io.archway.dicom.dict.Tag.DOCUMENT_TITLE;
import static io.archway.dicom.dict.Tag.INSTANCE_NUMBER;
import static io.archway.dicom.dict.Tag.MIME_TYPE_OF_ENCAPSULATED_DOCUMENT;
import static io.archway.dicom.dict.Tag.MODALITY;
import static io.archway.dicom.dict.Tag.PATIENT_BIRTH_DATE;
import static io.archway.dicom.dict.Tag.PATIENT_ID;
import static io.archway.dicom.dict.Tag.PATIENT_NAME;
import static io.archway.dicom.dict.Tag.PATIENT_SEX;
import static io.archway.dicom.dict.Tag.PRESENTATION_CREATION_DATE;
import static io.archway.dicom.dict.Tag.PRESENTATION_CREATION_TIME;
import static io.archway.dicom.dict.Tag.REFERENCED_SERIES_SEQUENCE;
import static io.archway.dicom.dict.Tag.SERIES_DESCRIPTION;
import static io.archway.dicom.dict.Tag.SERIES_INSTANCE_UID;
import static io.archway.dicom.dict.Tag.SERIES_NUMBER;
import static io.archway.dicom.dict.Tag.STUDY_DATE;
import static io.archway.dicom.dict.Tag.STUDY_DESCRIPTION;
import static io.archway.dicom.dict.Tag.STUDY_ID;
import static io.archway.dicom.dict.Tag.STUDY_INSTANCE_UID;
import static io.archway.dicom.dict.Tag.STUDY_TIME;
import static io.archway.dicom.dict.Tag.VERIFICATION_DATE_TIME;
import static io.archway.dicom.dict.Tag.VERIFICATION_FLAG;

import io.archway.dicom.dict.Uids;

/** The kinds of directory records that are written, and their keys (PS3.3 F.5). */
enum DirectoryRecordType {
  PATIENT("PATIENT", keys(PATIENT_NAME, PATIENT_ID, PATIENT_BIRTH_DATE, PATIENT_SEX)),
  STUDY(
      "STUDY",
      keys(
          STUDY_DATE,
          STUDY_TIME,
          ACCESSION_NUMBER,
          STUDY_DESCRIPTION,
          STUDY_INSTANCE_UID,
          STUDY_ID)),
  SERIES("SERIES", keys(MODALITY, SERIES_DESCRIPTION, SERIES_INSTANCE_UID, SERIES_NUMBER)),
  IMAGE("IMAGE", keys(INSTANCE_NUMBER)),
  ENCAPSULATED_DOCUMENT(
      "ENCAP DOC",
      keys(
          CONTENT_DATE,
          CONTENT_TIME,
          INSTANCE_NUMBER,
          CONCEPT_NAME_CODE_SEQUENCE,
          DOCUMENT_TITLE,
          MIME_TYPE_OF_ENCAPSULATED_DOCUMENT)),
  SR_DOCUMENT(
      "SR DOCUMENT",
      keys(
          CONTENT_DATE,
          CONTENT_TIME,
          INSTANCE_NUMBER,
          CONCEPT_NAME_CODE_SEQUENCE,
          COMPLETION_FLAG,
          VERIFICATION_FLAG),
      VERIFICATION_DATE_TIME,
      CONTENT_SEQUENCE),
  KEY_OBJECT_DOCUMENT(
      "KEY OBJECT DOC",
      keys(CONTENT_DATE, CONTENT_TIME, INSTANCE_NUMBER, CONCEPT_NAME_CODE_SEQUENCE),
      CONTENT_SEQUENCE),
  PRESENTATION(
      "PRESENTATION",
      keys(
          PRESENTATION_CREATION_DATE,
          PRESENTATION_CREATION_TIME,
          INSTANCE_NUMBER,
          CONTENT_LABEL,
          CONTENT_DESCRIPTION,
          CONTENT_CREATOR_NAME),
      REFERENCED_SERIES_SEQUENCE,
      BLENDING_SEQUENCE),
  RAW("RAW DATA", keys(CONTENT_DATE, CONTENT_TIME, INSTANCE_NUMBER)),
  WAVEFORM("WAVEFORM", keys(CONTENT_DATE, CONTENT_TIME, INSTANCE_NUMBER));

  private final String term;
  private final int[] keys;
  private final int[] conditionalKeys;

  DirectoryRecordType(String term, int[] keys, int... conditionalKeys) {
    this.term = term;
    this.keys = keys;
    this.conditionalKeys = conditionalKeys;
  }

  private static int[] keys(int... keys) {
    return keys;
  }

  String term() {
    return term;
  }

  /** Always there, be they empty. */
  int[] keys() {
    return keys.clone();
  }

  /** There with a value or not at all. */
  int[] conditionalKeys() {
    return conditionalKeys.clone();
  }

  /** The kind of record of an instance, by its SOP class. */
  static DirectoryRecordType of(String sopClassUid) {
    if (sopClassUid == null || !sopClassUid.startsWith(Uids.STORAGE_ROOT)) {
      return IMAGE;
    }
    String suffix = sopClassUid.substring(Uids.STORAGE_ROOT.length());
    if (suffix.equals("88.59")) {
      return KEY_OBJECT_DOCUMENT;
    }
    if (suffix.equals("66")) {
      return RAW;
    }
    return switch (suffix.substring(0, Math.max(0, suffix.indexOf('.')))) {
      case "104" -> ENCAPSULATED_DOCUMENT;
      case "88" -> SR_DOCUMENT;
      case "11" -> PRESENTATION;
      case "9" -> WAVEFORM;
      default -> IMAGE;
    };
  }
}
