package io.archway.ingest.header;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.dicom.data.DataSet;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Tooth;
import io.archway.dicom.dict.Vr;
import io.archway.index.study.CodedValue;
import io.archway.testdata.Samples;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnatomyTest {
  private static final CodedValue JAW = new CodedValue("661005", "SCT", "Jaw region");

  @ParameterizedTest
  @CsvSource({
    "0, R, 18 17 16",
    "1, R, 15 14",
    "2, R, 13 12",
    "3, B, 11 21",
    "4, L, 22 23",
    "5, L, 24 25",
    "6, L, 26 27 28",
    "7, R, 17 16 47 46",
    "8, R, 15 14 45 44",
    "9, L, 24 25 34 35",
    "10, L, 26 27 36 37",
    "11, R, 48 47 46",
    "12, R, 45 44",
    "13, R, 43 42",
    "14, B, 41 31",
    "15, L, 32 33",
    "16, L, 34 35",
    "17, L, 36 37 38"
  })
  void readsTheTeethOfEveryIntraOralPosition(int index, String laterality, String teeth) {
    Anatomy anatomy = Anatomy.of(Samples.intraOral(1, 16, index).head());

    assertThat(anatomy.teeth()).containsExactly(teeth.split(" "));
    assertThat(anatomy.laterality()).isEqualTo(laterality);
    assertThat(anatomy.regions()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SCT", "SRT", "SNM3", "99SDM"})
  void knowsEveryToothInEveryScheme(String scheme) {
    assertThat(Tooth.all()).hasSize(52);
    for (Tooth tooth : Tooth.all()) {
      String value = scheme.equals("SCT") ? tooth.sctCode() : tooth.srtCode();
      DataSet head = new DataSet();
      head.putItems(Tag.PRIMARY_ANATOMIC_STRUCTURE_SEQUENCE, List.of(code(value, scheme, "Tooth")));

      assertThat(Anatomy.of(head).teeth()).containsExactly(tooth.iso3950());
    }
  }

  @Test
  void agreesWithTheTableOfTheSynthesizedStudies() {
    for (Tooth tooth : Tooth.all()) {
      var sample = io.archway.testdata.Tooth.of(Integer.parseInt(tooth.iso3950()));
      assertThat(tooth.sctCode()).isEqualTo(sample.conceptId());
      assertThat(tooth.srtCode()).isEqualTo(sample.snomedRtId());
    }
    assertThat(io.archway.testdata.Tooth.all()).hasSameSizeAs(Tooth.all());
  }

  @Test
  void doesNotTakeTheSameValueOfAnotherSchemeForATooth() {
    Tooth tooth = Tooth.ofIso3950("36");
    DataSet head = new DataSet();
    head.putItems(
        Tag.PRIMARY_ANATOMIC_STRUCTURE_SEQUENCE, List.of(code(tooth.sctCode(), "DCM", "Other")));

    assertThat(Anatomy.of(head).teeth()).isEmpty();
    assertThat(Anatomy.of(head).regions())
        .containsExactly(new CodedValue(tooth.sctCode(), "DCM", "Other"));
  }

  @Test
  void readsTeethOfSharedAndPerFrameGroupsEachOnce() {
    DataSet head = new DataSet();
    head.putItems(Tag.SHARED_FUNCTIONAL_GROUPS_SEQUENCE, List.of(frameAnatomy("R", "11", "12")));
    head.putItems(
        Tag.PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE,
        List.of(frameAnatomy("L", "12", "13"), new DataSet(), frameAnatomy("L", "21")));

    Anatomy anatomy = Anatomy.of(head);

    assertThat(anatomy.teeth()).containsExactly("11", "12", "13", "21");
    assertThat(anatomy.laterality()).as("of the first frame").isEqualTo("R");
    assertThat(anatomy.regions()).containsExactly(JAW);
  }

  @Test
  void looksAtABoundedNumberOfFrames() {
    List<DataSet> frames =
        Stream.concat(
                Stream.generate(() -> frameAnatomy("R", "11")).limit(64),
                Stream.of(frameAnatomy("R", "48")))
            .toList();
    DataSet head = new DataSet();
    head.putItems(Tag.PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE, frames);

    assertThat(Anatomy.of(head).teeth()).containsExactly("11");
  }

  @Test
  void findsStructuresThatVendorsPutIntoTheRegionOrBesideTheFrameAnatomy() {
    DataSet region = code("661005", "SCT", "Jaw region");
    region.putItems(Tag.PRIMARY_ANATOMIC_STRUCTURE_SEQUENCE, List.of(tooth("36")));
    DataSet head = new DataSet();
    head.putItems(Tag.ANATOMIC_REGION_SEQUENCE, List.of(region, tooth("37")));
    DataSet group = new DataSet();
    group.putItems(Tag.PRIMARY_ANATOMIC_STRUCTURE_SEQUENCE, List.of(tooth("38")));
    head.putItems(Tag.SHARED_FUNCTIONAL_GROUPS_SEQUENCE, List.of(group));

    assertThat(Anatomy.of(head).teeth()).containsExactly("36", "37", "38");
    assertThat(Anatomy.of(head).regions()).containsExactly(JAW);
  }

  @Test
  void prefersTheLateralityOfTheImage() {
    DataSet head = new DataSet();
    head.put(Tag.IMAGE_LATERALITY, Vr.CS, "L");
    head.putItems(Tag.SHARED_FUNCTIONAL_GROUPS_SEQUENCE, List.of(frameAnatomy("R", "11")));

    assertThat(Anatomy.of(head).laterality()).isEqualTo("L");
    assertThat(Anatomy.of(new DataSet()).laterality()).isNull();
  }

  @Test
  void readsViewsOfCodesAndOfTheOldAttribute() {
    DataSet head = new DataSet();
    head.putItems(Tag.VIEW_CODE_SEQUENCE, List.of(code("260421001", "SCT", "Left lateral")));
    head.put(Tag.VIEW_POSITION, Vr.CS, "LL");

    assertThat(Anatomy.of(head).views())
        .containsExactly(
            new CodedValue("260421001", "SCT", "Left lateral"), new CodedValue("LL", null, null));
  }

  @Test
  void leavesOutAnItemWithoutACode() {
    DataSet head = new DataSet();
    head.putItems(Tag.ANATOMIC_REGION_SEQUENCE, List.of(new DataSet()));
    head.put(Tag.PRIMARY_ANATOMIC_STRUCTURE_SEQUENCE, Vr.LO, "no sequence");

    assertThat(Anatomy.of(head)).isEqualTo(new Anatomy(null, List.of(), List.of(), List.of()));
  }

  private static DataSet frameAnatomy(String laterality, String... teeth) {
    DataSet anatomy = new DataSet();
    anatomy.put(Tag.FRAME_LATERALITY, Vr.CS, laterality);
    anatomy.putItems(Tag.ANATOMIC_REGION_SEQUENCE, List.of(code("661005", "SCT", "Jaw region")));
    anatomy.putItems(
        Tag.PRIMARY_ANATOMIC_STRUCTURE_SEQUENCE, Stream.of(teeth).map(AnatomyTest::tooth).toList());
    DataSet group = new DataSet();
    group.putItems(Tag.FRAME_ANATOMY_SEQUENCE, List.of(anatomy));
    return group;
  }

  private static DataSet tooth(String iso3950) {
    Tooth tooth = Tooth.ofIso3950(iso3950);
    return code(tooth.sctCode(), "SCT", tooth.meaning());
  }

  private static DataSet code(String value, String scheme, String meaning) {
    DataSet item = new DataSet();
    item.put(Tag.CODE_VALUE, Vr.SH, value);
    item.put(Tag.CODING_SCHEME_DESIGNATOR, Vr.SH, scheme);
    item.put(Tag.CODE_MEANING, Vr.LO, meaning);
    return item;
  }
}
