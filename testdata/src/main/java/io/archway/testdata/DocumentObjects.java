package io.archway.testdata;

import io.archway.dicom.data.TransferSyntax;
import io.archway.dicom.dict.Uids;

/**
 * Documents that are no images: Encapsulated PDF (PS3.3 A.45.1), Encapsulated STL (A.85.1), and a
 * report.
 */
final class DocumentObjects {
  static final int PDF_SERIES = 41;
  static final int STL_SERIES = 42;
  static final int REPORT_SERIES = 43;

  private static final Code MILLIMETRE = new Code("mm", "UCUM", "mm");

  private DocumentObjects() {}

  static SampleObject pdf(SampleStudy study) {
    byte[] pdf = PdfDocument.of("Treatment plan", "A synthetic document. It is about nobody.");
    Attributes attributes =
        document(study, Uids.ENCAPSULATED_PDF_STORAGE, "DOC", PDF_SERIES, "Treatment plan")
            .text("ConversionType", "WSD")
            .codes("ConceptNameCodeSequence", new Code("18776-5", "LN", "Plan of care note"))
            .text("MIMETypeOfEncapsulatedDocument", "application/pdf");
    return encapsulated(attributes, pdf);
  }

  /**
   * @param triangles at least this many
   */
  static SampleObject stl(SampleStudy study, int triangles) {
    byte[] stl = StlModel.of(DentalArch.of(study.seed()), triangles);
    Attributes attributes =
        document(study, Uids.ENCAPSULATED_STL_STORAGE, "M3D", STL_SERIES, "Upper and lower arch")
            .all(CbctObjects.frameOfReference(study))
            .codes(
                "ConceptNameCodeSequence", new Code("129021", "DCM", "Laser Scanning 3D CAM model"))
            .text("MIMETypeOfEncapsulatedDocument", "model/stl")
            .codes("MeasurementUnitsCodeSequence", MILLIMETRE)
            .text("ModelModification", "NO")
            .text("ModelMirroring", "NO")
            .codes("ModelUsageCodeSequence", new Code("129013", "DCM", "Planning Intent"));
    return encapsulated(attributes, stl);
  }

  /** A Basic Text SR (PS3.3 A.35.1): complete, verified, with a title that is modified. */
  static SampleObject report(SampleStudy study) {
    Attributes language =
        new Attributes()
            .text("RelationshipType", "HAS CONCEPT MOD")
            .text("ValueType", "CODE")
            .codes(
                "ConceptNameCodeSequence",
                new Code("121049", "DCM", "Language of Content Item and Descendants"))
            .codes("ConceptCodeSequence", new Code("en", "RFC5646", "English"));
    Attributes finding =
        new Attributes()
            .text("RelationshipType", "CONTAINS")
            .text("ValueType", "TEXT")
            .codes("ConceptNameCodeSequence", new Code("121071", "DCM", "Finding"))
            .text("TextValue", "A synthetic finding. It is about nobody.");
    Attributes observer =
        new Attributes()
            .text("VerifyingOrganization", "Sample Dental Practice")
            .text("VerificationDateTime", study.dateTime(0))
            .text("VerifyingObserverName", "Sample^Reader")
            .empty("VerifyingObserverIdentificationCodeSequence");
    Attributes attributes =
        study
            .object(Uids.BASIC_TEXT_SR_STORAGE, "SR", REPORT_SERIES, "Report", 1)
            .empty("ReferencedPerformedProcedureStepSequence", "PerformedProcedureCodeSequence")
            .text("CompletionFlag", "COMPLETE")
            .text("VerificationFlag", "VERIFIED")
            .items("VerifyingObserverSequence", observer.dataSet())
            .text("ValueType", "CONTAINER")
            .codes(
                "ConceptNameCodeSequence", new Code("18782-3", "LN", "Radiology Study observation"))
            .text("ContinuityOfContent", "SEPARATE")
            .items("ContentSequence", language.dataSet(), finding.dataSet());
    return SampleObject.ofDataSet(attributes.dataSet(), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
  }

  private static Attributes document(
      SampleStudy study, String sopClassUid, String modality, int series, String title) {
    return study
        .object(sopClassUid, modality, series, title, 1)
        .text("AcquisitionDateTime", study.dateTime(0))
        .text("BurnedInAnnotation", "YES")
        .text("RecognizableVisualFeatures", "NO")
        .text("DocumentTitle", title);
  }

  private static SampleObject encapsulated(Attributes attributes, byte[] document) {
    attributes
        .bytes("EncapsulatedDocument", document)
        .number("EncapsulatedDocumentLength", document.length);
    return SampleObject.ofDataSet(attributes.dataSet(), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
  }
}
