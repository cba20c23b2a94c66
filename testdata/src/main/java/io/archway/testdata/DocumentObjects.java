package io.archway.testdata;

import io.archway.dicom.data.TransferSyntax;
import io.archway.dicom.dict.Uids;

/** Documents that are no images: Encapsulated PDF (PS3.3 A.45.1) and Encapsulated STL (A.85.1). */
final class DocumentObjects {
  static final int PDF_SERIES = 41;
  static final int STL_SERIES = 42;

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
