package io.archway.dicom.data;

import static io.archway.dicom.dict.Tag.ACCESSION_NUMBER;
import static io.archway.dicom.dict.Tag.COMPLETION_FLAG;
import static io.archway.dicom.dict.Tag.CONCEPT_NAME_CODE_SEQUENCE;
import static io.archway.dicom.dict.Tag.CONTENT_DATE;
import static io.archway.dicom.dict.Tag.CONTENT_TIME;
import static io.archway.dicom.dict.Tag.DOCUMENT_TITLE;
import static io.archway.dicom.dict.Tag.INSTANCE_NUMBER;
import static io.archway.dicom.dict.Tag.MIME_TYPE_OF_ENCAPSULATED_DOCUMENT;
import static io.archway.dicom.dict.Tag.MODALITY;
import static io.archway.dicom.dict.Tag.PATIENT_BIRTH_DATE;
import static io.archway.dicom.dict.Tag.PATIENT_ID;
import static io.archway.dicom.dict.Tag.PATIENT_NAME;
import static io.archway.dicom.dict.Tag.PATIENT_SEX;
import static io.archway.dicom.dict.Tag.SERIES_DESCRIPTION;
import static io.archway.dicom.dict.Tag.SERIES_INSTANCE_UID;
import static io.archway.dicom.dict.Tag.SERIES_NUMBER;
import static io.archway.dicom.dict.Tag.STUDY_DATE;
import static io.archway.dicom.dict.Tag.STUDY_DESCRIPTION;
import static io.archway.dicom.dict.Tag.STUDY_ID;
import static io.archway.dicom.dict.Tag.STUDY_INSTANCE_UID;
import static io.archway.dicom.dict.Tag.STUDY_TIME;
import static io.archway.dicom.dict.Tag.VERIFICATION_FLAG;

import io.archway.dicom.dict.Uids;

/** The kinds of directory records that are written, and their keys (PS3.3 F.5). */
enum DirectoryRecordType {
  PATIENT("PATIENT", PATIENT_NAME, PATIENT_ID, PATIENT_BIRTH_DATE, PATIENT_SEX),
  STUDY(
      "STUDY",
      STUDY_DATE,
      STUDY_TIME,
      ACCESSION_NUMBER,
      STUDY_DESCRIPTION,
      STUDY_INSTANCE_UID,
      STUDY_ID),
  SERIES("SERIES", MODALITY, SERIES_DESCRIPTION, SERIES_INSTANCE_UID, SERIES_NUMBER),
  IMAGE("IMAGE", INSTANCE_NUMBER),
  ENCAPSULATED_DOCUMENT(
      "ENCAP DOC",
      CONTENT_DATE,
      CONTENT_TIME,
      INSTANCE_NUMBER,
      CONCEPT_NAME_CODE_SEQUENCE,
      DOCUMENT_TITLE,
      MIME_TYPE_OF_ENCAPSULATED_DOCUMENT),
  SR_DOCUMENT(
      "SR DOCUMENT",
      CONTENT_DATE,
      CONTENT_TIME,
      INSTANCE_NUMBER,
      CONCEPT_NAME_CODE_SEQUENCE,
      COMPLETION_FLAG,
      VERIFICATION_FLAG),
  KEY_OBJECT_DOCUMENT(
      "KEY OBJECT DOC", CONTENT_DATE, CONTENT_TIME, INSTANCE_NUMBER, CONCEPT_NAME_CODE_SEQUENCE),
  PRESENTATION("PRESENTATION", INSTANCE_NUMBER),
  RAW("RAW DATA", CONTENT_DATE, CONTENT_TIME, INSTANCE_NUMBER),
  WAVEFORM("WAVEFORM", CONTENT_DATE, CONTENT_TIME, INSTANCE_NUMBER);

  private final String term;
  private final int[] keys;

  DirectoryRecordType(String term, int... keys) {
    this.term = term;
    this.keys = keys;
  }

  String term() {
    return term;
  }

  int[] keys() {
    return keys.clone();
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
