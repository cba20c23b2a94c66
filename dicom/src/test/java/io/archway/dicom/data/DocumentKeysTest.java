package io.archway.dicom.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.dicom.charset.SpecificCharacterSet;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Uids;
import io.archway.dicom.dict.Vr;
import org.junit.jupiter.api.Test;

class DocumentKeysTest {
  private static final String REPORT = Uids.BASIC_TEXT_SR_STORAGE;
  private static final String KEY_OBJECTS = Uids.STORAGE_ROOT + "88.59";
  private static final String PRESENTATION_STATE = Uids.STORAGE_ROOT + "11.1";

  @Test
  void onlyDocumentsNeedThem() {
    assertThat(DocumentKeys.areNeeded(REPORT)).isTrue();
    assertThat(DocumentKeys.areNeeded(Uids.STORAGE_ROOT + "88.67")).as("dose report").isTrue();
    assertThat(DocumentKeys.areNeeded(KEY_OBJECTS)).isTrue();
    assertThat(DocumentKeys.areNeeded(PRESENTATION_STATE)).isTrue();
    assertThat(DocumentKeys.areNeeded(Uids.CT_IMAGE_STORAGE)).isFalse();
    assertThat(DocumentKeys.areNeeded(Uids.ENCAPSULATED_PDF_STORAGE)).isFalse();
    assertThat(DocumentKeys.areNeeded("1.2.3")).isFalse();
  }

  @Test
  void aReportSaysWhetherItIsCompleteAndWhenItWasVerifiedLast() {
    DataSet keys = DocumentKeys.of(REPORT, report());
    assertThat(keys.string(Tag.COMPLETION_FLAG)).isEqualTo("COMPLETE");
    assertThat(keys.string(Tag.VERIFICATION_FLAG)).isEqualTo("VERIFIED");
    assertThat(keys.string(Tag.VERIFICATION_DATE_TIME)).isEqualTo("20260102101500");
    assertThat(keys.item(Tag.CONCEPT_NAME_CODE_SEQUENCE).string(Tag.CODE_MEANING))
        .isEqualTo("Prüfbericht");
    assertThat(keys.characterSet()).isEqualTo(SpecificCharacterSet.UTF_8);
  }

  @Test
  void ofItsContentOnlyWhatModifiesTheTitleIsTaken() {
    DataSet keys = DocumentKeys.of(REPORT, report());
    assertThat(keys.items(Tag.CONTENT_SEQUENCE))
        .singleElement()
        .satisfies(
            item -> assertThat(item.string(Tag.RELATIONSHIP_TYPE)).isEqualTo("HAS CONCEPT MOD"));
    DataSet plain = report();
    plain.putItems(Tag.CONTENT_SEQUENCE, content("CONTAINS"));
    assertThat(DocumentKeys.of(REPORT, plain).contains(Tag.CONTENT_SEQUENCE)).isFalse();
  }

  @Test
  void aReportThatDoesNotSayIsNeitherCompleteNorVerified() {
    DataSet keys = DocumentKeys.of(REPORT, new DataSet());
    assertThat(keys.string(Tag.COMPLETION_FLAG)).isEqualTo("PARTIAL");
    assertThat(keys.string(Tag.VERIFICATION_FLAG)).isEqualTo("UNVERIFIED");
    assertThat(keys.contains(Tag.VERIFICATION_DATE_TIME)).isFalse();
    DataSet unverified = report().put(Tag.VERIFICATION_FLAG, Vr.CS, "UNVERIFIED");
    assertThat(DocumentKeys.of(REPORT, unverified).contains(Tag.VERIFICATION_DATE_TIME)).isFalse();
  }

  @Test
  void aPresentationStateSaysWhatItIsOf() {
    DataSet state =
        new DataSet()
            .put(Tag.CONTENT_LABEL, Vr.CS, "MARKED")
            .put(Tag.PRESENTATION_CREATION_DATE, Vr.DA, "20260102")
            .putItems(
                Tag.REFERENCED_SERIES_SEQUENCE,
                new DataSet().put(Tag.SERIES_INSTANCE_UID, Vr.UI, "1.2.3"));
    DataSet keys = DocumentKeys.of(PRESENTATION_STATE, state);
    assertThat(keys.string(Tag.CONTENT_LABEL)).isEqualTo("MARKED");
    assertThat(keys.item(Tag.REFERENCED_SERIES_SEQUENCE).string(Tag.SERIES_INSTANCE_UID))
        .isEqualTo("1.2.3");
    assertThat(keys.contains(Tag.BLENDING_SEQUENCE)).isFalse();
  }

  /** As received: in Latin 1, verified twice. */
  private static DataSet report() {
    DataSet report =
        new DataSet()
            .put(Tag.SPECIFIC_CHARACTER_SET, Vr.CS, "ISO_IR 100")
            .put(Tag.COMPLETION_FLAG, Vr.CS, "COMPLETE")
            .put(Tag.VERIFICATION_FLAG, Vr.CS, "VERIFIED")
            .putItems(
                Tag.VERIFYING_OBSERVER_SEQUENCE,
                new DataSet().put(Tag.VERIFICATION_DATE_TIME, Vr.DT, "20260102101500"),
                new DataSet().put(Tag.VERIFICATION_DATE_TIME, Vr.DT, "20260101101500"))
            .putItems(
                Tag.CONCEPT_NAME_CODE_SEQUENCE,
                new DataSet()
                    .put(Tag.CODE_VALUE, Vr.SH, "1")
                    .put(Tag.CODE_MEANING, Vr.LO, "Prüfbericht"))
            .putItems(Tag.CONTENT_SEQUENCE, content("HAS CONCEPT MOD"), content("CONTAINS"));
    return DataSets.read(RoundTripTest.explicit(report), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
  }

  private static DataSet content(String relationship) {
    return new DataSet().put(Tag.RELATIONSHIP_TYPE, Vr.CS, relationship);
  }
}
