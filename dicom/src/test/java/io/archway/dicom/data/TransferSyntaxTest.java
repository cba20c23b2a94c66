package io.archway.dicom.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.dicom.dict.UidEntry;
import io.archway.dicom.dict.UidKind;
import io.archway.dicom.dict.UidRegistry;
import io.archway.dicom.dict.Uids;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransferSyntaxTest {
  @Test
  void everyRegisteredOneIsKnown() {
    for (UidEntry entry : UidRegistry.entries(UidKind.TRANSFER_SYNTAX)) {
      TransferSyntax syntax = TransferSyntax.of(entry.uid());
      assertThat(syntax.known()).isTrue();
      assertThat(syntax.name()).isEqualTo(entry.name());
    }
  }

  @ParameterizedTest
  @CsvSource({
    // uid suffix, explicit, big endian, deflated, encapsulated, lossy, elsewhere
    "'',     false, false, false, false, false, false",
    ".1,     true,  false, false, false, false, false",
    ".1.98,  true,  false, false, true,  false, false",
    ".1.99,  true,  false, true,  false, false, false",
    ".2,     true,  true,  false, false, false, false",
    ".4.50,  true,  false, false, true,  true,  false",
    ".4.51,  true,  false, false, true,  true,  false",
    ".4.57,  true,  false, false, true,  false, false",
    ".4.70,  true,  false, false, true,  false, false",
    ".4.80,  true,  false, false, true,  false, false",
    ".4.81,  true,  false, false, true,  true,  false",
    ".4.90,  true,  false, false, true,  false, false",
    ".4.91,  true,  false, false, true,  true,  false",
    ".4.94,  true,  false, false, false, false, true",
    ".4.95,  true,  false, true,  false, false, true",
    ".4.103, true,  false, false, true,  true,  false",
    ".4.110, true,  false, false, true,  false, false",
    ".4.201, true,  false, false, true,  false, false",
    ".4.203, true,  false, false, true,  true,  false",
    ".4.205, true,  false, true,  false, false, true",
    ".5,     true,  false, false, true,  false, false",
    ".7.1,   true,  false, false, false, false, true",
    ".8.1,   true,  false, false, true,  false, false",
  })
  void saysHowDataSetsAreEncoded(
      String suffix,
      boolean explicitVr,
      boolean bigEndian,
      boolean deflated,
      boolean encapsulated,
      boolean lossy,
      boolean elsewhere) {
    TransferSyntax syntax = TransferSyntax.of(Uids.IMPLICIT_VR_LITTLE_ENDIAN + suffix);
    assertThat(syntax)
        .isEqualTo(
            new TransferSyntax(
                syntax.uid(),
                syntax.name(),
                explicitVr,
                bigEndian,
                deflated,
                encapsulated,
                lossy,
                elsewhere,
                true));
    assertThat(syntax.uncompressed()).isEqualTo(!encapsulated && !elsewhere);
  }

  @Test
  void paddedAndUnknownUids() {
    assertThat(TransferSyntax.of("1.2.840.10008.1.2.1\0"))
        .isSameAs(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    assertThat(TransferSyntax.of("1.2.840.10008.1.2 "))
        .isSameAs(TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
    TransferSyntax unknown = TransferSyntax.of("1.3.6.1.4.1.99999.7");
    assertThat(unknown.known()).isFalse();
    assertThat(unknown.explicitVr()).isTrue();
    assertThat(unknown.asImplicit().explicitVr()).isFalse();
    assertThat(unknown.asImplicit().uid()).isEqualTo(unknown.uid());
  }
}
