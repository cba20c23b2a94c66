package io.archway.http.imaging.report;

import io.archway.dicom.data.DataSet;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Vr;
import io.archway.http.imaging.report.DocumentContent.Source;
import io.archway.http.imaging.report.DocumentContent.StudyPart;
import io.archway.index.report.ReportDocument;
import java.util.Arrays;
import java.util.List;

/** A report's PDF as an instance of its study: Encapsulated PDF IOD (PS3.3 A.45.1). */
final class EncapsulatedPdf {
  static final String SOP_CLASS = "1.2.840.10008.5.1.4.1.1.104.1";

  /** After the series of any device. */
  private static final int SERIES_NUMBER = 9_900;

  private EncapsulatedPdf() {}

  static DataSet of(ReportDocument document, DocumentContent content, byte[] pdf) {
    StudyPart study = content.object();
    DataSet object = new DataSet();
    object.put(Tag.SPECIFIC_CHARACTER_SET, Vr.CS, "ISO_IR 192");
    object.put(Tag.SOP_CLASS_UID, Vr.UI, SOP_CLASS);
    object.put(Tag.SOP_INSTANCE_UID, Vr.UI, document.sopInstanceUid());
    patient(object, study);
    study(object, study);
    series(object, document, study);
    document(object, document, content, pdf);
    return object;
  }

  private static void patient(DataSet object, StudyPart study) {
    object.put(Tag.PATIENT_NAME, Vr.PN, study.patientName());
    object.put(Tag.PATIENT_ID, Vr.LO, study.patientId());
    if (!study.issuerOfPatientId().isEmpty()) {
      object.put(Tag.ISSUER_OF_PATIENT_ID, Vr.LO, study.issuerOfPatientId());
    }
    object.put(Tag.PATIENT_BIRTH_DATE, Vr.DA, study.patientBirthDate());
    object.put(Tag.PATIENT_SEX, Vr.CS, study.patientSex());
  }

  private static void study(DataSet object, StudyPart study) {
    object.put(Tag.STUDY_INSTANCE_UID, Vr.UI, study.studyInstanceUid());
    object.put(Tag.STUDY_DATE, Vr.DA, study.studyDate());
    object.put(Tag.STUDY_TIME, Vr.TM, study.studyTime());
    object.put(Tag.STUDY_ID, Vr.SH, study.studyId());
    object.put(Tag.ACCESSION_NUMBER, Vr.SH, study.accessionNumber());
    object.put(Tag.REFERRING_PHYSICIAN_NAME, Vr.PN, study.referringPhysicianName());
  }

  private static void series(DataSet object, ReportDocument document, StudyPart study) {
    object.put(Tag.MODALITY, Vr.CS, "DOC");
    object.put(Tag.SERIES_INSTANCE_UID, Vr.UI, document.seriesInstanceUid());
    object.put(Tag.SERIES_NUMBER, Vr.IS, Integer.toString(SERIES_NUMBER));
    object.put(Tag.SERIES_DESCRIPTION, Vr.LO, "Report");
    object.put(Tag.MANUFACTURER, Vr.LO, "Archway");
    if (!study.institutionName().isEmpty()) {
      object.put(Tag.INSTITUTION_NAME, Vr.LO, study.institutionName());
    }
    object.put(Tag.CONVERSION_TYPE, Vr.CS, "WSD");
  }

  private static void document(
      DataSet object, ReportDocument document, DocumentContent content, byte[] pdf) {
    StudyPart study = content.object();
    object.put(Tag.INSTANCE_NUMBER, Vr.IS, Integer.toString(document.number()));
    object.put(Tag.CONTENT_DATE, Vr.DA, study.contentDate());
    object.put(Tag.CONTENT_TIME, Vr.TM, study.contentTime());
    object.put(Tag.ACQUISITION_DATE_TIME, Vr.DT, "");
    object.put(Tag.BURNED_IN_ANNOTATION, Vr.CS, "YES");
    if (!study.sources().isEmpty()) {
      object.putItems(
          Tag.SOURCE_INSTANCE_SEQUENCE,
          study.sources().stream().map(EncapsulatedPdf::source).toList());
    }
    object.put(Tag.DOCUMENT_TITLE, Vr.ST, content.paper().title());
    object.putItems(Tag.CONCEPT_NAME_CODE_SEQUENCE, List.of(concept()));
    object.put(Tag.VERIFICATION_FLAG, Vr.CS, "VERIFIED");
    object.put(Tag.MIME_TYPE_OF_ENCAPSULATED_DOCUMENT, Vr.LO, "application/pdf");
    boolean odd = pdf.length % 2 == 1;
    object.putBytes(
        Tag.ENCAPSULATED_DOCUMENT, Vr.OB, odd ? Arrays.copyOf(pdf, pdf.length + 1) : pdf);
    object.putInts(Tag.ENCAPSULATED_DOCUMENT_LENGTH, Vr.UL, pdf.length);
  }

  private static DataSet source(Source source) {
    DataSet item = new DataSet();
    item.put(Tag.REFERENCED_SOP_CLASS_UID, Vr.UI, source.sopClassUid());
    item.put(Tag.REFERENCED_SOP_INSTANCE_UID, Vr.UI, source.sopInstanceUid());
    return item;
  }

  private static DataSet concept() {
    DataSet item = new DataSet();
    item.put(Tag.CODE_VALUE, Vr.SH, "18748-4");
    item.put(Tag.CODING_SCHEME_DESIGNATOR, Vr.SH, "LN");
    item.put(Tag.CODE_MEANING, Vr.LO, "Diagnostic Imaging Report");
    return item;
  }
}
