package io.archway.dicom.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * Whatever the bytes: events, or a DicomParseException, in bounded memory. The first byte chooses
 * the transfer syntax and how the rest is split. Seeds are in the folder of resources of this name;
 * run with JAZZER_FUZZ=1 to look for more.
 */
class DataSetReaderFuzzTest {
  private static final ParseLimits LIMITS =
      new ParseLimits(16, 5_000, 64 << 10, 1 << 20, 1 << 20, 100);
  private static final long MAX_ALLOCATED_BYTES = 64L << 20;

  // What loading and instrumenting the classes allocates is not the reader's doing.
  static {
    for (Corpus.Sample sample : Corpus.samples()) {
      readWhole(sample.bytes(), sample.syntax());
      readHead(sample.bytes(), sample.syntax(), 7);
      digest(sample.bytes(), sample.syntax(), 7);
      readFile(sample.bytes());
    }
  }

  @FuzzTest(maxDuration = "5m")
  void readsAnything(byte[] input) {
    if (input.length == 0) {
      return;
    }
    TransferSyntax syntax = RoundTripTest.NATIVE.get(input[0] & 3);
    int chunk = Math.max(1, input[0] >> 2 & 31);
    byte[] bytes = Arrays.copyOfRange(input, 1, input.length);
    long before = allocatedBytes();
    readWhole(bytes, syntax);
    readHead(bytes, syntax, chunk);
    digest(bytes, syntax, chunk);
    readFile(bytes);
    assertThat(allocatedBytes() - before).isLessThan(MAX_ALLOCATED_BYTES + 200L * input.length);
  }

  /** What is read is written so that it is read again the same. */
  private static void readWhole(byte[] bytes, TransferSyntax syntax) {
    DataSet first;
    try {
      first = DataSets.read(ByteBuffer.wrap(bytes), syntax, LIMITS);
    } catch (DicomParseException e) {
      assertThat(e.fault()).isNotNull();
      return;
    }
    byte[] written = RoundTripTest.explicit(first);
    DataSet second =
        DataSets.read(
            ByteBuffer.wrap(written),
            TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
            ParseLimits.DEFAULT);
    assertThat(RoundTripTest.explicit(second)).isEqualTo(written);
  }

  private static void readHead(byte[] bytes, TransferSyntax syntax, int chunk) {
    try (HeaderCollector collector = new HeaderCollector(syntax, LIMITS)) {
      for (int start = 0; start < bytes.length; start += chunk) {
        collector.accept(ByteBuffer.wrap(bytes, start, Math.min(chunk, bytes.length - start)));
      }
      assertThat(collector.finish().size()).isLessThanOrEqualTo(bytes.length + (1 << 20));
    } catch (DicomParseException e) {
      assertThat(e.fault()).isNotNull();
    }
  }

  private static void digest(byte[] bytes, TransferSyntax syntax, int chunk) {
    try (CanonicalDigest digest = new CanonicalDigest(syntax, LIMITS)) {
      for (int start = 0; start < bytes.length; start += chunk) {
        digest.accept(ByteBuffer.wrap(bytes, start, Math.min(chunk, bytes.length - start)));
      }
      assertThat(digest.finish()).hasSize(32);
    } catch (DicomParseException e) {
      assertThat(e.fault()).isNotNull();
    }
  }

  private static void readFile(byte[] bytes) {
    try {
      assertThat(Part10Reader.head(ByteBuffer.wrap(bytes), true)).isPresent();
    } catch (DicomParseException e) {
      assertThat(e.fault()).isNotNull();
    }
  }

  @Test
  void seedsAreThere() {
    assertThat(getClass().getResource("DataSetReaderFuzzTestInputs/readsAnything")).isNotNull();
  }

  private static long allocatedBytes() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }
}
