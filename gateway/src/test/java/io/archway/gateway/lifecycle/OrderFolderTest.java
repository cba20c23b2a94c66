package io.archway.gateway.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archway.gateway.CommandFailure;
import io.archway.index.worklist.StudyType;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an entry of worklist.watch may say. */
class OrderFolderTest {

  @Test
  void aFolderAloneIsEnough() {
    OrderFolder folder = OrderFolder.parse("/srv/a=b/orders");
    assertThat(folder)
        .isEqualTo(
            new OrderFolder(
                Path.of("/srv/a=b/orders"), null, null, null, null, StudyType.COMPREHENSIVE_READ));
  }

  @Test
  void whatOrdersDoNotSayMayBeSaidForAll() {
    OrderFolder folder =
        OrderFolder.parse(
            "orders | organization=north | office=Main street | station=PAN1\\CEPH1 | modality=PX"
                + " | read=safety_overread");
    assertThat(folder.organization()).isEqualTo("north");
    assertThat(folder.office()).isEqualTo("Main street");
    assertThat(folder.stations()).containsExactly("PAN1", "CEPH1");
    assertThat(folder.modality()).isEqualTo("PX");
    assertThat(folder.read()).isEqualTo(StudyType.SAFETY_OVERREAD);
    assertThat(OrderFolder.parse("orders | station=*").stations()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          orders | ofice=Main                   ; ofice=Main (expected: once each
          orders | office=                      ; office= (expected: once each
          orders | office=A | office=B          ; office=B (expected: once each
          orders | station=A STATION OF MANY LE ; station=A STATION OF MANY LE (expected: AE titles
          orders | modality=px                  ; modality=px (expected: one like
          orders | read=none                    ; read=none (expected: safety_overread
          ' | office=A'                         ; nothing (expected: a folder)
          """)
  void whatIsWrongIsSaid(String entry, String problem) {
    assertThatThrownBy(() -> OrderFolder.parse(entry))
        .isInstanceOf(CommandFailure.class)
        .hasMessageStartingWith("worklist.watch: " + problem);
  }
}
