package io.archway.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.dicom.dimse.DimseStatus;
import io.archway.ingest.Refusal;
import io.archway.ingest.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StoreResponsesTest {
  @Test
  void isSuccessForAllThatIsKept() {
    for (Verdict kept :
        List.of(
            new Verdict.Stored(),
            new Verdict.Duplicate(),
            new Verdict.Conflicting(),
            new Verdict.Quarantined("(0020,000D): missing"))) {
      assertThat(StoreResponses.of(kept).status()).isEqualTo(DimseStatus.SUCCESS);
      assertThat(StoreResponses.of(kept).errorComment()).isNull();
    }
  }

  @ParameterizedTest
  @EnumSource(Refusal.class)
  void saysWhyNothingIsKept(Refusal reason) {
    Verdict.Refused refused = new Verdict.Refused(reason);

    assertThat(StoreResponses.of(refused).status()).isNotEqualTo(DimseStatus.SUCCESS);
    assertThat(StoreResponses.of(refused).errorComment()).isEqualTo(reason.text());
    assertThat(reason.text()).as("an Error Comment, VR LO").hasSizeLessThanOrEqualTo(64);
  }

  @ParameterizedTest
  @EnumSource(Refusal.class)
  void saysOutOfResourcesForWhatMaySucceedLater(Refusal reason) {
    boolean outOfResources =
        StoreResponses.of(new Verdict.Refused(reason)).status() == DimseStatus.OUT_OF_RESOURCES;

    assertThat(outOfResources).isEqualTo(reason.isTransient());
  }
}
