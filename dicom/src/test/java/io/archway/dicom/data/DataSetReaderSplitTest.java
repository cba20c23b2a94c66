package io.archway.dicom.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DataSetReaderSplitTest {
  static Stream<Corpus.Sample> samples() {
    return Corpus.samples().stream();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void everySplitPointGivesTheSameEvents(Corpus.Sample sample) {
    for (Trace.Mode mode : Trace.Mode.values()) {
      List<String> whole = Trace.of(sample.bytes(), sample.syntax(), mode);
      for (int split = 0; split <= sample.bytes().length; split++) {
        assertThat(Trace.of(sample.bytes(), sample.syntax(), mode, split))
            .as("split at %d, %s", split, mode)
            .isEqualTo(whole);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void everyChunkSizeGivesTheSameEvents(Corpus.Sample sample) {
    int length = sample.bytes().length;
    for (Trace.Mode mode : Trace.Mode.values()) {
      List<String> whole = Trace.of(sample.bytes(), sample.syntax(), mode);
      for (int chunk = 1; chunk < length; chunk++) {
        assertThat(Trace.of(sample.bytes(), sample.syntax(), mode, Trace.chunks(length, chunk)))
            .as("chunks of %d, %s", chunk, mode)
            .isEqualTo(whole);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.archway.dicom.data.RoundTripTest#forms")
  void randomDataSetsInRandomPiecesGiveTheSameEvents(RoundTripTest.Form form) {
    DataSetWriter writer = new DataSetWriter(form.syntax(), form.lengths());
    for (int seed = 0; seed < 40; seed++) {
      byte[] bytes = writer.toBytes(new RandomDataSets(seed).next());
      int[] ends = new Random(seed).ints(50, 0, bytes.length).sorted().toArray();
      assertThat(Trace.of(bytes, form.syntax(), Trace.Mode.COLLECT, ends))
          .isEqualTo(Trace.of(bytes, form.syntax(), Trace.Mode.COLLECT));
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void headerCollectorDoesNotCareForSplits(Corpus.Sample sample) {
    byte[] whole = RoundTripTest.explicit(head(sample, sample.bytes().length));
    for (int chunk = 1; chunk < sample.bytes().length; chunk++) {
      assertThat(RoundTripTest.explicit(head(sample, chunk))).isEqualTo(whole);
    }
  }

  private static DataSet head(Corpus.Sample sample, int chunk) {
    try (HeaderCollector collector = new HeaderCollector(sample.syntax(), ParseLimits.HEADER)) {
      byte[] bytes = sample.bytes();
      for (int start = 0; start < bytes.length; start += chunk) {
        int length = Math.min(chunk, bytes.length - start);
        collector.accept(java.nio.ByteBuffer.wrap(bytes, start, length));
      }
      return collector.finish();
    }
  }
}
