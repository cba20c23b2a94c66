package io.archway.dicom.dict;

/** UIDs that the program names, by keyword (PS3.6 A); {@link UidRegistry} knows all. */
public final class Uids {
  /** Names this implementation in associations and files (PS3.7 D.3.3.2, PS3.10 7.1); fixed. */
  public static final String ARCHWAY_IMPLEMENTATION_CLASS =
      "2.25.233604918215703927712284076218537604271";

  /** At most 16 characters. */
  public static final String ARCHWAY_IMPLEMENTATION_VERSION = "ARCHWAY_0_1";

  /** The registered root of storage SOP classes; later ones are under it too. */
  public static final String STORAGE_ROOT = "1.2.840.10008.5.1.4.1.1.";

  public static final String DICOM_APPLICATION_CONTEXT = "1.2.840.10008.3.1.1.1";
  public static final String VERIFICATION = "1.2.840.10008.1.1";
  public static final String MEDIA_STORAGE_DIRECTORY_STORAGE = "1.2.840.10008.1.3.10";
  public static final String STORAGE_COMMITMENT_PUSH_MODEL = "1.2.840.10008.1.20.1";
  public static final String MODALITY_PERFORMED_PROCEDURE_STEP = "1.2.840.10008.3.1.2.3.3";
  public static final String STORAGE_SERVICE_CLASS = "1.2.840.10008.4.2";
  public static final String MODALITY_WORKLIST_INFORMATION_MODEL_FIND = "1.2.840.10008.5.1.4.31";

  public static final String IMPLICIT_VR_LITTLE_ENDIAN = "1.2.840.10008.1.2";
  public static final String EXPLICIT_VR_LITTLE_ENDIAN = "1.2.840.10008.1.2.1";
  public static final String DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN = "1.2.840.10008.1.2.1.99";
  public static final String EXPLICIT_VR_BIG_ENDIAN = "1.2.840.10008.1.2.2";
  public static final String JPEG_BASELINE_8_BIT = "1.2.840.10008.1.2.4.50";
  public static final String JPEG_EXTENDED_12_BIT = "1.2.840.10008.1.2.4.51";
  public static final String JPEG_LOSSLESS = "1.2.840.10008.1.2.4.57";
  public static final String JPEG_LOSSLESS_SV1 = "1.2.840.10008.1.2.4.70";
  public static final String JPEG_LS_LOSSLESS = "1.2.840.10008.1.2.4.80";
  public static final String JPEG_LS_NEAR_LOSSLESS = "1.2.840.10008.1.2.4.81";
  public static final String JPEG_2000_LOSSLESS = "1.2.840.10008.1.2.4.90";
  public static final String JPEG_2000 = "1.2.840.10008.1.2.4.91";
  public static final String RLE_LOSSLESS = "1.2.840.10008.1.2.5";

  public static final String COMPUTED_RADIOGRAPHY_IMAGE_STORAGE = STORAGE_ROOT + "1";
  public static final String DIGITAL_XRAY_IMAGE_STORAGE_FOR_PRESENTATION = STORAGE_ROOT + "1.1";
  public static final String DIGITAL_XRAY_IMAGE_STORAGE_FOR_PROCESSING = STORAGE_ROOT + "1.1.1";
  public static final String DIGITAL_INTRA_ORAL_XRAY_IMAGE_STORAGE_FOR_PRESENTATION =
      STORAGE_ROOT + "1.3";
  public static final String DIGITAL_INTRA_ORAL_XRAY_IMAGE_STORAGE_FOR_PROCESSING =
      STORAGE_ROOT + "1.3.1";
  public static final String CT_IMAGE_STORAGE = STORAGE_ROOT + "2";
  public static final String ENHANCED_CT_IMAGE_STORAGE = STORAGE_ROOT + "2.1";
  public static final String SECONDARY_CAPTURE_IMAGE_STORAGE = STORAGE_ROOT + "7";
  public static final String MULTI_FRAME_GRAYSCALE_BYTE_SECONDARY_CAPTURE_IMAGE_STORAGE =
      STORAGE_ROOT + "7.2";
  public static final String MULTI_FRAME_GRAYSCALE_WORD_SECONDARY_CAPTURE_IMAGE_STORAGE =
      STORAGE_ROOT + "7.3";
  public static final String MULTI_FRAME_TRUE_COLOR_SECONDARY_CAPTURE_IMAGE_STORAGE =
      STORAGE_ROOT + "7.4";
  public static final String XRAY_3D_CRANIOFACIAL_IMAGE_STORAGE = STORAGE_ROOT + "13.1.2";
  public static final String RAW_DATA_STORAGE = STORAGE_ROOT + "66";
  public static final String VL_PHOTOGRAPHIC_IMAGE_STORAGE = STORAGE_ROOT + "77.1.4";
  public static final String BASIC_TEXT_SR_STORAGE = STORAGE_ROOT + "88.11";
  public static final String ENCAPSULATED_PDF_STORAGE = STORAGE_ROOT + "104.1";
  public static final String ENCAPSULATED_STL_STORAGE = STORAGE_ROOT + "104.3";
  public static final String ENCAPSULATED_OBJ_STORAGE = STORAGE_ROOT + "104.4";

  private Uids() {}
}
