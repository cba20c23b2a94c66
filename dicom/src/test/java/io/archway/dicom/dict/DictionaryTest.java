package io.archway.dicom.dict;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class DictionaryTest {
  @Test
  void everyTagConstantIsNamedAsItsKeyword() throws IllegalAccessException {
    for (Field field : constants(Tag.class)) {
      DictionaryEntry entry = Dictionary.entry(field.getInt(null));
      assertThat(entry).as(field.getName()).isNotNull();
      assertThat(field.getName().replace("_", ""))
          .isEqualTo(entry.keyword().toUpperCase(Locale.ROOT));
    }
  }

  @Test
  void everyUidConstantIsNamedAsItsKeyword() throws IllegalAccessException {
    for (Field field : constants(Uids.class)) {
      String uid = (String) field.get(null);
      if (field.getName().startsWith("ARCHWAY") || field.getName().equals("STORAGE_ROOT")) {
        continue;
      }
      UidEntry entry = UidRegistry.entry(uid);
      assertThat(entry).as(field.getName()).isNotNull();
      assertThat(field.getName().replace("_", "").replace("SERVICECLASS", ""))
          .isEqualTo(entry.keyword().toUpperCase(Locale.ROOT));
    }
  }

  @Test
  void holdsAllOfTheRegistry() {
    assertThat(Dictionary.entries()).hasSizeGreaterThan(5_000);
    assertThat(UidRegistry.entries()).hasSizeGreaterThan(450);
    assertThat(Dictionary.entry(0x00100010))
        .isEqualTo(
            new DictionaryEntry(
                0x00100010, List.of(Vr.PN), "1", "PatientName", "Patient's Name", false));
    assertThat(Dictionary.entry("PixelData").vrs()).containsExactly(Vr.OB, Vr.OW);
    assertThat(Dictionary.entry("NoSuchKeyword")).isNull();
  }

  @Test
  void repeatingGroupsAnswerForEveryGroup() {
    assertThat(Dictionary.keyword(0x60003000)).isEqualTo("OverlayData");
    assertThat(Dictionary.keyword(0x60FE3000)).isEqualTo("OverlayData");
    assertThat(Dictionary.keyword(0x50000005)).isEqualTo("CurveDimensions");
    assertThat(Dictionary.entry(0x60013000)).isNull();
    assertThat(Dictionary.vr(0x60023000)).isEqualTo(Vr.OW);
  }

  @Test
  void impliedVrOfWhatHasNoEntry() {
    assertThat(Dictionary.vr(0x00090010)).isEqualTo(Vr.LO);
    assertThat(Dictionary.vr(0x00091001)).isEqualTo(Vr.UN);
    assertThat(Dictionary.vr(0x00080000)).isEqualTo(Vr.UL);
    assertThat(Dictionary.vr(0x00080003)).isEqualTo(Vr.UN);
    assertThat(Dictionary.vr(Tag.SMALLEST_IMAGE_PIXEL_VALUE)).isEqualTo(Vr.US);
    assertThat(Dictionary.vr(Tag.PIXEL_DATA)).isEqualTo(Vr.OW);
  }

  @Test
  void everyEntryIsFoundByItsTagAndItsKeyword() {
    int before = -1;
    for (DictionaryEntry entry : Dictionary.entries().subList(0, 5_000)) {
      assertThat(before == -1 || Integer.compareUnsigned(before, entry.tag()) < 0).isTrue();
      before = entry.tag();
      assertThat(Dictionary.entry(entry.tag())).isEqualTo(entry);
      assertThat(Dictionary.vr(entry.tag())).isEqualTo(entry.impliedVr());
      if (!entry.keyword().isEmpty()) {
        assertThat(Dictionary.entry(entry.keyword()).keyword()).isEqualTo(entry.keyword());
      }
    }
  }

  @Test
  void storageSopClassesAreListed() {
    assertThat(UidRegistry.storageSopClasses())
        .hasSizeGreaterThan(170)
        .contains(
            Uids.CT_IMAGE_STORAGE,
            Uids.XRAY_3D_CRANIOFACIAL_IMAGE_STORAGE,
            "1.2.840.10008.5.1.4.38.1",
            "1.2.840.10008.5.1.4.1.1.201.1")
        .doesNotContain(
            Uids.VERIFICATION,
            Uids.STORAGE_COMMITMENT_PUSH_MODEL,
            Uids.MEDIA_STORAGE_DIRECTORY_STORAGE,
            "1.2.840.10008.5.1.4.1.1.201.2",
            "1.2.840.10008.5.1.4.1.2.1.1");
  }

  @Test
  void everyVrIsFoundByItsCode() {
    for (Vr vr : Vr.values()) {
      assertThat(Vr.of((byte) vr.name().charAt(0), (byte) vr.name().charAt(1))).isEqualTo(vr);
    }
    assertThat(Vr.of((byte) 'Z', (byte) 'Z')).isNull();
    assertThat(Vr.of((byte) 0, (byte) 0)).isNull();
  }

  private static List<Field> constants(Class<?> type) {
    return Arrays.stream(type.getFields()).toList();
  }
}
