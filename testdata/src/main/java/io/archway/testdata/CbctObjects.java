package io.archway.testdata;

import io.archway.dicom.data.DataSet;
import io.archway.dicom.dict.Uids;

/** A CBCT volume as a series of CT Image objects (PS3.3 A.3), one slice each. */
final class CbctObjects {
  static final int SERIES_NUMBER = 1;

  private static final Code JAW_REGION = Code.sct("661005", "Jaw region");

  private CbctObjects() {}

  static SampleObject slice(SampleStudy study, int rows, int columns, int slices, int index) {
    return slice(study, new CbctVolume(study.seed(), rows, columns, slices), rows, columns, index);
  }

  /** The {@code index}-th slice from below, counted from 0. */
  static SampleObject slice(
      SampleStudy study, CbctVolume volume, int rows, int columns, int index) {
    double[] position = volume.position(index);
    Attributes attributes =
        study
            .object(Uids.CT_IMAGE_STORAGE, "CT", SERIES_NUMBER, "CBCT slices", index + 1)
            .all(frameOfReference(study))
            .text("ImageType", "ORIGINAL", "PRIMARY", "AXIAL")
            .text("PatientPosition", "HFS")
            .text("BodyPartExamined", "JAW")
            .codes("AnatomicRegionSequence", JAW_REGION)
            .text("AcquisitionDate", study.date())
            .text("AcquisitionTime", study.time(0))
            .number("AcquisitionNumber", 1)
            .decimal("ImagePositionPatient", position)
            .decimal("ImageOrientationPatient", 1, 0, 0, 0, 1, 0)
            .decimal("SliceThickness", volume.sliceSpacingMm())
            .decimal("SpacingBetweenSlices", volume.sliceSpacingMm())
            .decimal("SliceLocation", position[2])
            .decimal("PixelSpacing", volume.rowSpacingMm(), volume.columnSpacingMm())
            .all(exposure())
            .all(pixels(rows, columns))
            .decimal("RescaleIntercept", -CbctVolume.OFFSET_HU)
            .decimal("RescaleSlope", 1)
            .text("RescaleType", "HU")
            .decimal("WindowCenter", 1000)
            .decimal("WindowWidth", 4000)
            .text("WindowCenterWidthExplanation", "BONE");
    return SampleObject.ofFrames(attributes.dataSet(), one(volume, index));
  }

  static Attributes frameOfReference(SampleStudy study) {
    return new Attributes()
        .text("FrameOfReferenceUID", study.uid("frame of reference"))
        .empty("PositionReferenceIndicator");
  }

  /** Image Pixel module of one 12-bit monochrome sample (PS3.3 C.7.6.3). */
  static Attributes pixels(int rows, int columns) {
    return new Attributes()
        .number("SamplesPerPixel", 1)
        .text("PhotometricInterpretation", "MONOCHROME2")
        .number("Rows", rows)
        .number("Columns", columns)
        .number("BitsAllocated", 16)
        .number("BitsStored", 12)
        .number("HighBit", 11)
        .number("PixelRepresentation", 0);
  }

  private static Attributes exposure() {
    return new Attributes()
        .decimal("KVP", 90)
        .number("ExposureTime", 12_000)
        .number("XRayTubeCurrent", 8)
        .number("Exposure", 96)
        .text("ConvolutionKernel", "STANDARD");
  }

  private static FrameSource one(CbctVolume volume, int index) {
    return new FrameSource() {
      @Override
      public int count() {
        return 1;
      }

      @Override
      public int pixelsPerFrame() {
        return volume.pixelsPerFrame();
      }

      @Override
      public void frame(int ignored, short[] pixels) {
        volume.frame(index, pixels);
      }
    };
  }

  static DataSet jawRegion() {
    return JAW_REGION.item();
  }
}
