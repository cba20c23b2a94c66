package io.archway.testdata;

import io.archway.dicom.data.DataSet;
import io.archway.dicom.dict.Uids;

/**
 * A CBCT volume as one object: X-Ray 3D Craniofacial (PS3.3 A.58) or Enhanced CT (A.38), with
 * shared and per-frame functional groups.
 */
final class MultiFrameObjects {
  static final int CRANIOFACIAL_SERIES = 2;
  static final int ENHANCED_CT_SERIES = 3;

  private static final int SCAN_MILLIS = 12_000;

  private MultiFrameObjects() {}

  static SampleObject craniofacial(SampleStudy study, int rows, int columns, int slices) {
    CbctVolume volume = new CbctVolume(study.seed(), rows, columns, slices);
    Attributes attributes =
        study
            .object(
                Uids.XRAY_3D_CRANIOFACIAL_IMAGE_STORAGE,
                "DX",
                CRANIOFACIAL_SERIES,
                "CBCT volume",
                1)
            .all(common(study, rows, columns, volume))
            .text("ImageType", "ORIGINAL", "PRIMARY", "VOLUME", "NONE")
            .text("PresentationLUTShape", "IDENTITY")
            .items(
                "SharedFunctionalGroupsSequence",
                shared(volume)
                    .items("XRay3DFrameTypeSequence", frameType("VOLUME").dataSet())
                    .items("PixelValueTransformationSequence", rescale("US"))
                    .dataSet())
            .items("PerFrameFunctionalGroupsSequence", perFrame(study, volume));
    return SampleObject.ofFrames(attributes.dataSet(), volume);
  }

  static SampleObject enhancedCt(SampleStudy study, int rows, int columns, int slices) {
    CbctVolume volume = new CbctVolume(study.seed(), rows, columns, slices);
    Attributes attributes =
        study
            .object(
                Uids.ENHANCED_CT_IMAGE_STORAGE,
                "CT",
                ENHANCED_CT_SERIES,
                "CBCT volume, enhanced CT",
                1)
            .all(common(study, rows, columns, volume))
            .text("ImageType", "ORIGINAL", "PRIMARY", "VOLUME", "NONE")
            .text("PresentationLUTShape", "IDENTITY")
            .text("AcquisitionDateTime", study.dateTime(0))
            .decimal("AcquisitionDuration", SCAN_MILLIS)
            .number("AcquisitionNumber", 1)
            .text("MultienergyCTAcquisition", "NO")
            .items(
                "SharedFunctionalGroupsSequence",
                shared(volume)
                    .all(EnhancedCtMacros.shared(study.uid("irradiation"), rows, columns))
                    .items("CTImageFrameTypeSequence", frameType("VOLUME").dataSet())
                    .items("PixelValueTransformationSequence", rescale("HU"))
                    .dataSet())
            .items("PerFrameFunctionalGroupsSequence", perFrame(study, volume));
    return SampleObject.ofFrames(attributes.dataSet(), volume);
  }

  private static Attributes common(SampleStudy study, int rows, int columns, CbctVolume volume) {
    String organization = study.uid("dimensions");
    return CbctObjects.frameOfReference(study)
        .all(CbctObjects.pixels(rows, columns))
        .text("PatientPosition", "HFS")
        .text("ContentQualification", "PRODUCT")
        .text("BurnedInAnnotation", "NO")
        .text("LossyImageCompression", "00")
        .text("PixelPresentation", "MONOCHROME")
        .text("VolumetricProperties", "VOLUME")
        .text("VolumeBasedCalculationTechnique", "NONE")
        .empty("AcquisitionContextSequence")
        .number("NumberOfFrames", volume.count())
        .items(
            "DimensionOrganizationSequence",
            new Attributes().text("DimensionOrganizationUID", organization).dataSet())
        .items(
            "DimensionIndexSequence",
            new Attributes()
                .tags("DimensionIndexPointer", "ImagePositionPatient")
                .tags("FunctionalGroupPointer", "PlanePositionSequence")
                .text("DimensionOrganizationUID", organization)
                .text("DimensionDescriptionLabel", "Height")
                .dataSet());
  }

  private static Attributes shared(CbctVolume volume) {
    return new Attributes()
        .items(
            "PixelMeasuresSequence",
            new Attributes()
                .decimal("PixelSpacing", volume.rowSpacingMm(), volume.columnSpacingMm())
                .decimal("SliceThickness", volume.sliceSpacingMm())
                .dataSet())
        .items(
            "PlaneOrientationSequence",
            new Attributes().decimal("ImageOrientationPatient", 1, 0, 0, 0, 1, 0).dataSet())
        .items(
            "FrameAnatomySequence",
            new Attributes()
                .text("FrameLaterality", "B")
                .items("AnatomicRegionSequence", CbctObjects.jawRegion())
                .dataSet())
        .items(
            "FrameVOILUTSequence",
            new Attributes()
                .decimal("WindowCenter", 1000)
                .decimal("WindowWidth", 4000)
                .text("WindowCenterWidthExplanation", "BONE")
                .dataSet());
  }

  private static DataSet rescale(String type) {
    return new Attributes()
        .decimal("RescaleIntercept", -CbctVolume.OFFSET_HU)
        .decimal("RescaleSlope", 1)
        .text("RescaleType", type)
        .dataSet();
  }

  private static Attributes frameType(String flavour) {
    return new Attributes()
        .text("FrameType", "ORIGINAL", "PRIMARY", flavour, "NONE")
        .text("PixelPresentation", "MONOCHROME")
        .text("VolumetricProperties", "VOLUME")
        .text("VolumeBasedCalculationTechnique", "NONE");
  }

  private static DataSet[] perFrame(SampleStudy study, CbctVolume volume) {
    DataSet[] groups = new DataSet[volume.count()];
    for (int i = 0; i < groups.length; i++) {
      groups[i] =
          new Attributes()
              .items(
                  "FrameContentSequence",
                  new Attributes()
                      .number("FrameAcquisitionNumber", 1)
                      .text("FrameReferenceDateTime", study.dateTime(0))
                      .text("FrameAcquisitionDateTime", study.dateTime(0))
                      .decimal("FrameAcquisitionDuration", SCAN_MILLIS)
                      .text("StackID", "1")
                      .number("InStackPositionNumber", i + 1)
                      .number("DimensionIndexValues", i + 1)
                      .dataSet())
              .items(
                  "PlanePositionSequence",
                  new Attributes().decimal("ImagePositionPatient", volume.position(i)).dataSet())
              .dataSet();
    }
    return groups;
  }
}
