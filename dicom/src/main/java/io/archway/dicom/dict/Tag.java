package io.archway.dicom.dict;

import java.util.Locale;

/**
 * Attribute tags by keyword (PS3.6 6 to 8, PS3.7 E), those that the program names; {@link
 * Dictionary} knows all. Tags are ints, group in the upper 16 bits: compare them unsigned.
 */
public final class Tag {
  public static final int COMMAND_GROUP_LENGTH = 0x00000000;
  public static final int AFFECTED_SOP_CLASS_UID = 0x00000002;
  public static final int REQUESTED_SOP_CLASS_UID = 0x00000003;
  public static final int COMMAND_FIELD = 0x00000100;
  public static final int MESSAGE_ID = 0x00000110;
  public static final int MESSAGE_ID_BEING_RESPONDED_TO = 0x00000120;
  public static final int MOVE_DESTINATION = 0x00000600;
  public static final int PRIORITY = 0x00000700;
  public static final int COMMAND_DATA_SET_TYPE = 0x00000800;
  public static final int STATUS = 0x00000900;
  public static final int OFFENDING_ELEMENT = 0x00000901;
  public static final int ERROR_COMMENT = 0x00000902;
  public static final int ERROR_ID = 0x00000903;
  public static final int AFFECTED_SOP_INSTANCE_UID = 0x00001000;
  public static final int REQUESTED_SOP_INSTANCE_UID = 0x00001001;
  public static final int EVENT_TYPE_ID = 0x00001002;
  public static final int ATTRIBUTE_IDENTIFIER_LIST = 0x00001005;
  public static final int ACTION_TYPE_ID = 0x00001008;
  public static final int NUMBER_OF_REMAINING_SUBOPERATIONS = 0x00001020;
  public static final int NUMBER_OF_COMPLETED_SUBOPERATIONS = 0x00001021;
  public static final int NUMBER_OF_FAILED_SUBOPERATIONS = 0x00001022;
  public static final int NUMBER_OF_WARNING_SUBOPERATIONS = 0x00001023;
  public static final int MOVE_ORIGINATOR_APPLICATION_ENTITY_TITLE = 0x00001030;
  public static final int MOVE_ORIGINATOR_MESSAGE_ID = 0x00001031;

  public static final int FILE_META_INFORMATION_GROUP_LENGTH = 0x00020000;
  public static final int FILE_META_INFORMATION_VERSION = 0x00020001;
  public static final int MEDIA_STORAGE_SOP_CLASS_UID = 0x00020002;
  public static final int MEDIA_STORAGE_SOP_INSTANCE_UID = 0x00020003;
  public static final int TRANSFER_SYNTAX_UID = 0x00020010;
  public static final int IMPLEMENTATION_CLASS_UID = 0x00020012;
  public static final int IMPLEMENTATION_VERSION_NAME = 0x00020013;
  public static final int SOURCE_APPLICATION_ENTITY_TITLE = 0x00020016;
  public static final int SENDING_APPLICATION_ENTITY_TITLE = 0x00020017;
  public static final int RECEIVING_APPLICATION_ENTITY_TITLE = 0x00020018;

  public static final int FILE_SET_ID = 0x00041130;
  public static final int OFFSET_OF_THE_FIRST_DIRECTORY_RECORD_OF_THE_ROOT_DIRECTORY_ENTITY =
      0x00041200;
  public static final int OFFSET_OF_THE_LAST_DIRECTORY_RECORD_OF_THE_ROOT_DIRECTORY_ENTITY =
      0x00041202;
  public static final int FILE_SET_CONSISTENCY_FLAG = 0x00041212;
  public static final int DIRECTORY_RECORD_SEQUENCE = 0x00041220;
  public static final int OFFSET_OF_THE_NEXT_DIRECTORY_RECORD = 0x00041400;
  public static final int RECORD_IN_USE_FLAG = 0x00041410;
  public static final int OFFSET_OF_REFERENCED_LOWER_LEVEL_DIRECTORY_ENTITY = 0x00041420;
  public static final int DIRECTORY_RECORD_TYPE = 0x00041430;
  public static final int REFERENCED_FILE_ID = 0x00041500;
  public static final int REFERENCED_SOP_CLASS_UID_IN_FILE = 0x00041510;
  public static final int REFERENCED_SOP_INSTANCE_UID_IN_FILE = 0x00041511;
  public static final int REFERENCED_TRANSFER_SYNTAX_UID_IN_FILE = 0x00041512;

  public static final int LENGTH_TO_END = 0x00080001;
  public static final int SPECIFIC_CHARACTER_SET = 0x00080005;
  public static final int IMAGE_TYPE = 0x00080008;
  public static final int INSTANCE_CREATION_DATE = 0x00080012;
  public static final int INSTANCE_CREATION_TIME = 0x00080013;
  public static final int SOP_CLASS_UID = 0x00080016;
  public static final int SOP_INSTANCE_UID = 0x00080018;
  public static final int STUDY_DATE = 0x00080020;
  public static final int SERIES_DATE = 0x00080021;
  public static final int ACQUISITION_DATE = 0x00080022;
  public static final int CONTENT_DATE = 0x00080023;
  public static final int ACQUISITION_DATE_TIME = 0x0008002A;
  public static final int STUDY_TIME = 0x00080030;
  public static final int SERIES_TIME = 0x00080031;
  public static final int ACQUISITION_TIME = 0x00080032;
  public static final int CONTENT_TIME = 0x00080033;
  public static final int ACCESSION_NUMBER = 0x00080050;
  public static final int ISSUER_OF_ACCESSION_NUMBER_SEQUENCE = 0x00080051;
  public static final int QUERY_RETRIEVE_LEVEL = 0x00080052;
  public static final int RETRIEVE_AE_TITLE = 0x00080054;
  public static final int INSTANCE_AVAILABILITY = 0x00080056;
  public static final int MODALITY = 0x00080060;
  public static final int MODALITIES_IN_STUDY = 0x00080061;
  public static final int SOP_CLASSES_IN_STUDY = 0x00080062;
  public static final int CONVERSION_TYPE = 0x00080064;
  public static final int PRESENTATION_INTENT_TYPE = 0x00080068;
  public static final int MANUFACTURER = 0x00080070;
  public static final int INSTITUTION_NAME = 0x00080080;
  public static final int INSTITUTION_ADDRESS = 0x00080081;
  public static final int REFERRING_PHYSICIAN_NAME = 0x00080090;
  public static final int CODE_VALUE = 0x00080100;
  public static final int CODING_SCHEME_DESIGNATOR = 0x00080102;
  public static final int CODING_SCHEME_VERSION = 0x00080103;
  public static final int CODE_MEANING = 0x00080104;
  public static final int LONG_CODE_VALUE = 0x00080119;
  public static final int URN_CODE_VALUE = 0x00080120;
  public static final int TIMEZONE_OFFSET_FROM_UTC = 0x00080201;
  public static final int STATION_NAME = 0x00081010;
  public static final int STUDY_DESCRIPTION = 0x00081030;
  public static final int PROCEDURE_CODE_SEQUENCE = 0x00081032;
  public static final int SERIES_DESCRIPTION = 0x0008103E;
  public static final int INSTITUTIONAL_DEPARTMENT_NAME = 0x00081040;
  public static final int PHYSICIANS_OF_RECORD = 0x00081048;
  public static final int PERFORMING_PHYSICIAN_NAME = 0x00081050;
  public static final int NAME_OF_PHYSICIANS_READING_STUDY = 0x00081060;
  public static final int OPERATORS_NAME = 0x00081070;
  public static final int ADMITTING_DIAGNOSES_DESCRIPTION = 0x00081080;
  public static final int MANUFACTURER_MODEL_NAME = 0x00081090;
  public static final int REFERENCED_STUDY_SEQUENCE = 0x00081110;
  public static final int REFERENCED_PERFORMED_PROCEDURE_STEP_SEQUENCE = 0x00081111;
  public static final int REFERENCED_SERIES_SEQUENCE = 0x00081115;
  public static final int REFERENCED_PATIENT_SEQUENCE = 0x00081120;
  public static final int REFERENCED_IMAGE_SEQUENCE = 0x00081140;
  public static final int REFERENCED_INSTANCE_SEQUENCE = 0x0008114A;
  public static final int REFERENCED_SOP_CLASS_UID = 0x00081150;
  public static final int REFERENCED_SOP_INSTANCE_UID = 0x00081155;
  public static final int DERIVATION_DESCRIPTION = 0x00082111;
  public static final int SOURCE_IMAGE_SEQUENCE = 0x00082112;
  public static final int ANATOMIC_REGION_SEQUENCE = 0x00082218;
  public static final int ANATOMIC_REGION_MODIFIER_SEQUENCE = 0x00082220;
  public static final int PRIMARY_ANATOMIC_STRUCTURE_SEQUENCE = 0x00082228;
  public static final int PRIMARY_ANATOMIC_STRUCTURE_MODIFIER_SEQUENCE = 0x00082230;
  public static final int IRRADIATION_EVENT_UID = 0x00083010;
  public static final int FRAME_TYPE = 0x00089007;
  public static final int PIXEL_PRESENTATION = 0x00089205;
  public static final int VOLUMETRIC_PROPERTIES = 0x00089206;
  public static final int VOLUME_BASED_CALCULATION_TECHNIQUE = 0x00089207;
  public static final int DERIVATION_CODE_SEQUENCE = 0x00089215;

  public static final int PATIENT_NAME = 0x00100010;
  public static final int PATIENT_ID = 0x00100020;
  public static final int ISSUER_OF_PATIENT_ID = 0x00100021;
  public static final int ISSUER_OF_PATIENT_ID_QUALIFIERS_SEQUENCE = 0x00100024;
  public static final int PATIENT_BIRTH_DATE = 0x00100030;
  public static final int PATIENT_BIRTH_TIME = 0x00100032;
  public static final int PATIENT_SEX = 0x00100040;
  public static final int OTHER_PATIENT_IDS = 0x00101000;
  public static final int OTHER_PATIENT_NAMES = 0x00101001;
  public static final int OTHER_PATIENT_IDS_SEQUENCE = 0x00101002;
  public static final int PATIENT_AGE = 0x00101010;
  public static final int PATIENT_SIZE = 0x00101020;
  public static final int PATIENT_WEIGHT = 0x00101030;
  public static final int MEDICAL_ALERTS = 0x00102000;
  public static final int ALLERGIES = 0x00102110;
  public static final int ETHNIC_GROUP = 0x00102160;
  public static final int PREGNANCY_STATUS = 0x001021C0;
  public static final int PATIENT_SPECIES_DESCRIPTION = 0x00102201;
  public static final int RESPONSIBLE_PERSON = 0x00102297;
  public static final int PATIENT_COMMENTS = 0x00104000;

  public static final int PATIENT_IDENTITY_REMOVED = 0x00120062;

  public static final int CONTRAST_BOLUS_AGENT = 0x00180010;
  public static final int BODY_PART_EXAMINED = 0x00180015;
  public static final int SCAN_OPTIONS = 0x00180022;
  public static final int SLICE_THICKNESS = 0x00180050;
  public static final int KVP = 0x00180060;
  public static final int SPACING_BETWEEN_SLICES = 0x00180088;
  public static final int DATA_COLLECTION_DIAMETER = 0x00180090;
  public static final int DEVICE_SERIAL_NUMBER = 0x00181000;
  public static final int DATE_OF_SECONDARY_CAPTURE = 0x00181012;
  public static final int SECONDARY_CAPTURE_DEVICE_MANUFACTURER = 0x00181016;
  public static final int SOFTWARE_VERSIONS = 0x00181020;
  public static final int PROTOCOL_NAME = 0x00181030;
  public static final int SPATIAL_RESOLUTION = 0x00181050;
  public static final int RECONSTRUCTION_DIAMETER = 0x00181100;
  public static final int DISTANCE_SOURCE_TO_DETECTOR = 0x00181110;
  public static final int DISTANCE_SOURCE_TO_PATIENT = 0x00181111;
  public static final int ESTIMATED_RADIOGRAPHIC_MAGNIFICATION_FACTOR = 0x00181114;
  public static final int GANTRY_DETECTOR_TILT = 0x00181120;
  public static final int FIELD_OF_VIEW_SHAPE = 0x00181147;
  public static final int FIELD_OF_VIEW_DIMENSIONS = 0x00181149;
  public static final int EXPOSURE_TIME = 0x00181150;
  public static final int XRAY_TUBE_CURRENT = 0x00181151;
  public static final int EXPOSURE = 0x00181152;
  public static final int EXPOSURE_IN_UAS = 0x00181153;
  public static final int IMAGE_AND_FLUOROSCOPY_AREA_DOSE_PRODUCT = 0x0018115E;
  public static final int FILTER_TYPE = 0x00181160;
  public static final int IMAGER_PIXEL_SPACING = 0x00181164;
  public static final int DATE_OF_LAST_CALIBRATION = 0x00181200;
  public static final int CONVOLUTION_KERNEL = 0x00181210;
  public static final int EXPOSURE_INDEX = 0x00181411;
  public static final int POSITIONER_TYPE = 0x00181508;
  public static final int POSITIONER_PRIMARY_ANGLE = 0x00181510;
  public static final int POSITIONER_SECONDARY_ANGLE = 0x00181511;
  public static final int PATIENT_POSITION = 0x00185100;
  public static final int VIEW_POSITION = 0x00185101;
  public static final int DETECTOR_TYPE = 0x00187004;
  public static final int CONTENT_QUALIFICATION = 0x00189004;
  public static final int FRAME_ACQUISITION_DATE_TIME = 0x00189074;
  public static final int FRAME_REFERENCE_DATE_TIME = 0x00189151;
  public static final int FRAME_ACQUISITION_DURATION = 0x00189220;
  public static final int ACQUISITION_TYPE = 0x00189302;
  public static final int RECONSTRUCTION_ALGORITHM = 0x00189315;
  public static final int EXPOSURE_TIME_IN_MS = 0x00189328;
  public static final int CT_IMAGE_FRAME_TYPE_SEQUENCE = 0x00189329;
  public static final int XRAY_TUBE_CURRENT_IN_MA = 0x00189330;
  public static final int ACQUISITION_PROTOCOL_NAME = 0x00189423;

  public static final int STUDY_INSTANCE_UID = 0x0020000D;
  public static final int SERIES_INSTANCE_UID = 0x0020000E;
  public static final int STUDY_ID = 0x00200010;
  public static final int SERIES_NUMBER = 0x00200011;
  public static final int ACQUISITION_NUMBER = 0x00200012;
  public static final int INSTANCE_NUMBER = 0x00200013;
  public static final int PATIENT_ORIENTATION = 0x00200020;
  public static final int IMAGE_POSITION_PATIENT = 0x00200032;
  public static final int IMAGE_ORIENTATION_PATIENT = 0x00200037;
  public static final int FRAME_OF_REFERENCE_UID = 0x00200052;
  public static final int LATERALITY = 0x00200060;
  public static final int IMAGE_LATERALITY = 0x00200062;
  public static final int POSITION_REFERENCE_INDICATOR = 0x00201040;
  public static final int SLICE_LOCATION = 0x00201041;
  public static final int NUMBER_OF_PATIENT_RELATED_STUDIES = 0x00201200;
  public static final int NUMBER_OF_PATIENT_RELATED_SERIES = 0x00201202;
  public static final int NUMBER_OF_PATIENT_RELATED_INSTANCES = 0x00201204;
  public static final int NUMBER_OF_STUDY_RELATED_SERIES = 0x00201206;
  public static final int NUMBER_OF_STUDY_RELATED_INSTANCES = 0x00201208;
  public static final int NUMBER_OF_SERIES_RELATED_INSTANCES = 0x00201209;
  public static final int IMAGE_COMMENTS = 0x00204000;
  public static final int STACK_ID = 0x00209056;
  public static final int IN_STACK_POSITION_NUMBER = 0x00209057;
  public static final int FRAME_ANATOMY_SEQUENCE = 0x00209071;
  public static final int FRAME_LATERALITY = 0x00209072;
  public static final int FRAME_CONTENT_SEQUENCE = 0x00209111;
  public static final int PLANE_POSITION_SEQUENCE = 0x00209113;
  public static final int PLANE_ORIENTATION_SEQUENCE = 0x00209116;
  public static final int TEMPORAL_POSITION_INDEX = 0x00209128;
  public static final int FRAME_ACQUISITION_NUMBER = 0x00209156;
  public static final int DIMENSION_INDEX_VALUES = 0x00209157;
  public static final int CONCATENATION_UID = 0x00209161;
  public static final int DIMENSION_ORGANIZATION_UID = 0x00209164;
  public static final int DIMENSION_INDEX_POINTER = 0x00209165;
  public static final int FUNCTIONAL_GROUP_POINTER = 0x00209167;
  public static final int DIMENSION_ORGANIZATION_SEQUENCE = 0x00209221;
  public static final int DIMENSION_INDEX_SEQUENCE = 0x00209222;
  public static final int DIMENSION_ORGANIZATION_TYPE = 0x00209311;

  public static final int SAMPLES_PER_PIXEL = 0x00280002;
  public static final int PHOTOMETRIC_INTERPRETATION = 0x00280004;
  public static final int PLANAR_CONFIGURATION = 0x00280006;
  public static final int NUMBER_OF_FRAMES = 0x00280008;
  public static final int ROWS = 0x00280010;
  public static final int COLUMNS = 0x00280011;
  public static final int PIXEL_SPACING = 0x00280030;
  public static final int PIXEL_ASPECT_RATIO = 0x00280034;
  public static final int BITS_ALLOCATED = 0x00280100;
  public static final int BITS_STORED = 0x00280101;
  public static final int HIGH_BIT = 0x00280102;
  public static final int PIXEL_REPRESENTATION = 0x00280103;
  public static final int SMALLEST_IMAGE_PIXEL_VALUE = 0x00280106;
  public static final int LARGEST_IMAGE_PIXEL_VALUE = 0x00280107;
  public static final int PIXEL_PADDING_VALUE = 0x00280120;
  public static final int PIXEL_PADDING_RANGE_LIMIT = 0x00280121;
  public static final int QUALITY_CONTROL_IMAGE = 0x00280300;
  public static final int BURNED_IN_ANNOTATION = 0x00280301;
  public static final int RECOGNIZABLE_VISUAL_FEATURES = 0x00280302;
  public static final int PIXEL_SPACING_CALIBRATION_TYPE = 0x00280A02;
  public static final int PIXEL_INTENSITY_RELATIONSHIP = 0x00281040;
  public static final int PIXEL_INTENSITY_RELATIONSHIP_SIGN = 0x00281041;
  public static final int WINDOW_CENTER = 0x00281050;
  public static final int WINDOW_WIDTH = 0x00281051;
  public static final int RESCALE_INTERCEPT = 0x00281052;
  public static final int RESCALE_SLOPE = 0x00281053;
  public static final int RESCALE_TYPE = 0x00281054;
  public static final int VOI_LUT_FUNCTION = 0x00281056;
  public static final int RED_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR = 0x00281101;
  public static final int GREEN_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR = 0x00281102;
  public static final int BLUE_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR = 0x00281103;
  public static final int RED_PALETTE_COLOR_LOOKUP_TABLE_DATA = 0x00281201;
  public static final int GREEN_PALETTE_COLOR_LOOKUP_TABLE_DATA = 0x00281202;
  public static final int BLUE_PALETTE_COLOR_LOOKUP_TABLE_DATA = 0x00281203;
  public static final int LOSSY_IMAGE_COMPRESSION = 0x00282110;
  public static final int LOSSY_IMAGE_COMPRESSION_RATIO = 0x00282112;
  public static final int LOSSY_IMAGE_COMPRESSION_METHOD = 0x00282114;
  public static final int MODALITY_LUT_SEQUENCE = 0x00283000;
  public static final int LUT_DESCRIPTOR = 0x00283002;
  public static final int LUT_DATA = 0x00283006;
  public static final int VOI_LUT_SEQUENCE = 0x00283010;
  public static final int REPRESENTATIVE_FRAME_NUMBER = 0x00286010;
  public static final int PIXEL_DATA_PROVIDER_URL = 0x00287FE0;
  public static final int PIXEL_MEASURES_SEQUENCE = 0x00289110;
  public static final int FRAME_VOI_LUT_SEQUENCE = 0x00289132;
  public static final int PIXEL_VALUE_TRANSFORMATION_SEQUENCE = 0x00289145;
  public static final int REQUESTING_PHYSICIAN = 0x00321032;
  public static final int REQUESTING_SERVICE = 0x00321033;

  public static final int REQUESTED_PROCEDURE_DESCRIPTION = 0x00321060;
  public static final int REQUESTED_PROCEDURE_CODE_SEQUENCE = 0x00321064;
  public static final int REQUESTED_CONTRAST_AGENT = 0x00321070;
  public static final int ADMISSION_ID = 0x00380010;
  public static final int SPECIAL_NEEDS = 0x00380050;
  public static final int CURRENT_PATIENT_LOCATION = 0x00380300;
  public static final int PATIENT_STATE = 0x00380500;

  public static final int SCHEDULED_STATION_AE_TITLE = 0x00400001;
  public static final int SCHEDULED_PROCEDURE_STEP_START_DATE = 0x00400002;
  public static final int SCHEDULED_PROCEDURE_STEP_START_TIME = 0x00400003;
  public static final int SCHEDULED_PERFORMING_PHYSICIAN_NAME = 0x00400006;
  public static final int SCHEDULED_PROCEDURE_STEP_DESCRIPTION = 0x00400007;
  public static final int SCHEDULED_PROTOCOL_CODE_SEQUENCE = 0x00400008;
  public static final int SCHEDULED_PROCEDURE_STEP_ID = 0x00400009;
  public static final int SCHEDULED_STATION_NAME = 0x00400010;
  public static final int SCHEDULED_PROCEDURE_STEP_LOCATION = 0x00400011;
  public static final int PRE_MEDICATION = 0x00400012;
  public static final int SCHEDULED_PROCEDURE_STEP_STATUS = 0x00400020;
  public static final int LOCAL_NAMESPACE_ENTITY_ID = 0x00400031;
  public static final int UNIVERSAL_ENTITY_ID = 0x00400032;
  public static final int UNIVERSAL_ENTITY_ID_TYPE = 0x00400033;
  public static final int SCHEDULED_PROCEDURE_STEP_SEQUENCE = 0x00400100;
  public static final int PERFORMED_STATION_AE_TITLE = 0x00400241;
  public static final int PERFORMED_PROCEDURE_STEP_START_DATE = 0x00400244;
  public static final int PERFORMED_PROCEDURE_STEP_START_TIME = 0x00400245;
  public static final int PERFORMED_PROCEDURE_STEP_END_DATE = 0x00400250;
  public static final int PERFORMED_PROCEDURE_STEP_END_TIME = 0x00400251;
  public static final int PERFORMED_PROCEDURE_STEP_STATUS = 0x00400252;
  public static final int PERFORMED_PROCEDURE_STEP_ID = 0x00400253;
  public static final int PERFORMED_PROCEDURE_STEP_DESCRIPTION = 0x00400254;
  public static final int SCHEDULED_STEP_ATTRIBUTES_SEQUENCE = 0x00400270;
  public static final int REQUEST_ATTRIBUTES_SEQUENCE = 0x00400275;
  public static final int PERFORMED_SERIES_SEQUENCE = 0x00400340;
  public static final int ACQUISITION_CONTEXT_SEQUENCE = 0x00400555;
  public static final int MEASUREMENT_UNITS_CODE_SEQUENCE = 0x004008EA;
  public static final int REQUESTED_PROCEDURE_ID = 0x00401001;
  public static final int REASON_FOR_THE_REQUESTED_PROCEDURE = 0x00401002;
  public static final int REQUESTED_PROCEDURE_PRIORITY = 0x00401003;
  public static final int PATIENT_TRANSPORT_ARRANGEMENTS = 0x00401004;
  public static final int REQUESTED_PROCEDURE_COMMENTS = 0x00401400;
  public static final int PLACER_ORDER_NUMBER_IMAGING_SERVICE_REQUEST = 0x00402016;
  public static final int FILLER_ORDER_NUMBER_IMAGING_SERVICE_REQUEST = 0x00402017;
  public static final int CONFIDENTIALITY_CONSTRAINT_ON_PATIENT_DATA_DESCRIPTION = 0x00403001;
  public static final int RELATIONSHIP_TYPE = 0x0040A010;
  public static final int VERIFICATION_DATE_TIME = 0x0040A030;
  public static final int VALUE_TYPE = 0x0040A040;
  public static final int CONCEPT_NAME_CODE_SEQUENCE = 0x0040A043;
  public static final int CONTINUITY_OF_CONTENT = 0x0040A050;
  public static final int VERIFYING_OBSERVER_SEQUENCE = 0x0040A073;
  public static final int TEXT_VALUE = 0x0040A160;
  public static final int PURPOSE_OF_REFERENCE_CODE_SEQUENCE = 0x0040A170;
  public static final int COMPLETION_FLAG = 0x0040A491;
  public static final int VERIFICATION_FLAG = 0x0040A493;
  public static final int CONTENT_SEQUENCE = 0x0040A730;

  public static final int DOCUMENT_TITLE = 0x00420010;
  public static final int ENCAPSULATED_DOCUMENT = 0x00420011;
  public static final int MIME_TYPE_OF_ENCAPSULATED_DOCUMENT = 0x00420012;
  public static final int SOURCE_INSTANCE_SEQUENCE = 0x00420013;
  public static final int ENCAPSULATED_DOCUMENT_LENGTH = 0x00420015;

  public static final int VIEW_CODE_SEQUENCE = 0x00540220;
  public static final int CONTENT_LABEL = 0x00700080;
  public static final int CONTENT_DESCRIPTION = 0x00700081;
  public static final int PRESENTATION_CREATION_DATE = 0x00700082;
  public static final int PRESENTATION_CREATION_TIME = 0x00700083;
  public static final int CONTENT_CREATOR_NAME = 0x00700084;
  public static final int BLENDING_SEQUENCE = 0x00700402;

  public static final int STORAGE_MEDIA_FILE_SET_UID = 0x00880140;
  public static final int ICON_IMAGE_SEQUENCE = 0x00880200;

  public static final int MODIFIED_ATTRIBUTES_SEQUENCE = 0x04000550;
  public static final int ORIGINAL_ATTRIBUTES_SEQUENCE = 0x04000561;
  public static final int ATTRIBUTE_MODIFICATION_DATE_TIME = 0x04000562;
  public static final int MODIFYING_SYSTEM = 0x04000563;
  public static final int SOURCE_OF_PREVIOUS_VALUES = 0x04000564;
  public static final int REASON_FOR_THE_ATTRIBUTE_MODIFICATION = 0x04000565;

  public static final int PRESENTATION_LUT_SHAPE = 0x20500020;

  public static final int SHARED_FUNCTIONAL_GROUPS_SEQUENCE = 0x52009229;
  public static final int PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE = 0x52009230;

  public static final int EXTENDED_OFFSET_TABLE = 0x7FE00001;
  public static final int EXTENDED_OFFSET_TABLE_LENGTHS = 0x7FE00002;
  public static final int FLOAT_PIXEL_DATA = 0x7FE00008;
  public static final int DOUBLE_FLOAT_PIXEL_DATA = 0x7FE00009;
  public static final int PIXEL_DATA = 0x7FE00010;

  public static final int DIGITAL_SIGNATURES_SEQUENCE = 0xFFFAFFFA;

  public static final int DATA_SET_TRAILING_PADDING = 0xFFFCFFFC;

  public static final int ITEM = 0xFFFEE000;
  public static final int ITEM_DELIMITATION_ITEM = 0xFFFEE00D;
  public static final int SEQUENCE_DELIMITATION_ITEM = 0xFFFEE0DD;

  private Tag() {}

  /** The tag of a group and an element number. */
  public static int of(int group, int element) {
    return group << 16 | (element & 0xFFFF);
  }

  public static int group(int tag) {
    return tag >>> 16;
  }

  public static int element(int tag) {
    return tag & 0xFFFF;
  }

  /** True for the elements of private groups, creators included (PS3.5 7.8). */
  public static boolean isPrivate(int tag) {
    return (tag & 0x00010000) != 0;
  }

  /** True for an element that names the owner of a block: (gggg,0010) to (gggg,00FF), g odd. */
  public static boolean isPrivateCreator(int tag) {
    return isPrivate(tag) && element(tag) >= 0x10 && element(tag) <= 0xFF;
  }

  /** True for (gggg,0000), whose value says nothing that the elements do not (PS3.5 7.2). */
  public static boolean isGroupLength(int tag) {
    return (tag & 0xFFFF) == 0;
  }

  /** The tag as the standard prints it: {@code (0008,0018)}. */
  public static String toString(int tag) {
    return String.format(Locale.ROOT, "(%04X,%04X)", group(tag), element(tag));
  }
}
