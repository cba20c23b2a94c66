package io.archway.dicom.dump;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.archway.dicom.data.DataSet;
import io.archway.dicom.data.DataSetWriter;
import io.archway.dicom.data.DataSets;
import io.archway.dicom.data.ParseLimits;
import io.archway.dicom.data.TransferSyntax;
import org.junit.jupiter.api.Test;

/**
 * Whatever the bytes: a data set that can be written and read again, or a DumpParseException. Seeds
 * are in the folder of resources of this name; run with JAZZER_FUZZ=1 to look for more.
 */
class DumpReaderFuzzTest {
  private static final ParseLimits LIMITS =
      new ParseLimits(8, 2_000, 16 << 10, 1 << 20, 1 << 20, 100);

  @FuzzTest(maxDuration = "5m")
  void readsAnything(byte[] input) {
    DataSet dataSet;
    try {
      dataSet = DumpReader.read(input, LIMITS);
    } catch (DumpParseException e) {
      assertThat(e.line()).isPositive();
      return;
    }
    byte[] written = DataSetWriter.toBytes(dataSet, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    DataSet again = DataSets.read(written, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    assertThat(again.size()).isLessThanOrEqualTo(dataSet.size());
  }

  @Test
  void seedsAreThere() {
    assertThat(getClass().getResource("DumpReaderFuzzTestInputs/readsAnything")).isNotNull();
  }
}
