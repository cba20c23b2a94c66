package io.archway.testdata;

/** The functional groups that only Enhanced CT has (PS3.3 C.8.15.3), as of a cone-beam scan. */
final class EnhancedCtMacros {
  private static final double FIELD_MM = CbctVolume.WIDTH_MM;

  private EnhancedCtMacros() {}

  static Attributes shared(String irradiationEventUid, int rows, int columns) {
    return new Attributes()
        .items("CTAcquisitionTypeSequence", acquisitionType().dataSet())
        .items("CTAcquisitionDetailsSequence", acquisitionDetails().dataSet())
        .items("CTTableDynamicsSequence", new Attributes().dataSet())
        .items("CTPositionSequence", position().dataSet())
        .items("CTGeometrySequence", geometry().dataSet())
        .items("CTReconstructionSequence", reconstruction(rows, columns).dataSet())
        .items("CTExposureSequence", exposure().dataSet())
        .items("CTXRayDetailsSequence", xRayDetails().dataSet())
        .items(
            "IrradiationEventIdentificationSequence",
            new Attributes().text("IrradiationEventUID", irradiationEventUid).dataSet());
  }

  private static Attributes acquisitionType() {
    return new Attributes()
        .text("AcquisitionType", "STATIONARY")
        .text("ConstantVolumeFlag", "NO")
        .text("FluoroscopyFlag", "NO");
  }

  private static Attributes acquisitionDetails() {
    return new Attributes()
        .text("RotationDirection", "CW")
        .decimal("RevolutionTime", 12)
        .decimal("SingleCollimationWidth", 0.25)
        .decimal("TotalCollimationWidth", CbctVolume.HEIGHT_MM)
        .decimal("TableHeight", 0)
        .decimal("GantryDetectorTilt", 0)
        .decimal("DataCollectionDiameter", FIELD_MM);
  }

  private static Attributes position() {
    return new Attributes()
        .decimal("TablePosition", 0)
        .decimal("DataCollectionCenterPatient", 0, 0, 0)
        .decimal("ReconstructionTargetCenterPatient", 0, 0, 0);
  }

  private static Attributes geometry() {
    return new Attributes()
        .decimal("DistanceSourceToDetector", 650)
        .decimal("DistanceSourceToDataCollectionCenter", 450);
  }

  private static Attributes reconstruction(int rows, int columns) {
    return new Attributes()
        .text("ReconstructionAlgorithm", "FILTER_BACK_PROJ")
        .text("ConvolutionKernel", "STANDARD")
        .text("ConvolutionKernelGroup", "BONE")
        .decimal("ReconstructionFieldOfView", FIELD_MM, FIELD_MM)
        .decimal("ReconstructionPixelSpacing", FIELD_MM / rows, FIELD_MM / columns)
        .decimal("ReconstructionAngle", 360)
        .text("ImageFilter", "NONE");
  }

  private static Attributes exposure() {
    return new Attributes()
        .decimal("ExposureTimeInms", 12_000)
        .decimal("XRayTubeCurrentInmA", 8)
        .decimal("ExposureInmAs", 96)
        .text("ExposureModulationType", "NONE")
        .decimal("CTDIvol", 4.2)
        .codes(
            "CTDIPhantomTypeCodeSequence", new Code("113690", "DCM", "IEC Head Dosimetry Phantom"));
  }

  private static Attributes xRayDetails() {
    return new Attributes()
        .decimal("KVP", 90)
        .decimal("FocalSpots", 0.5)
        .text("FilterType", "FLAT")
        .text("FilterMaterial", "ALUMINUM");
  }
}
