package io.archway.testdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archway.dicom.data.DataSet;
import io.archway.dicom.data.DataSets;
import io.archway.dicom.data.ParseLimits;
import io.archway.dicom.data.TransferSyntax;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Uid;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleStudiesTest {
  private static final SampleOptions TINY =
      SampleOptions.small(5).withPatients(2).withSlices(16, 3).withRadiographRows(16);

  @TempDir private Path directory;

  @Test
  void writesEveryKindForEveryPatientAndTellsOfEachFile() throws IOException {
    List<Long> told = new ArrayList<>();
    SampleStudies.Written written =
        SampleStudies.write(
            directory,
            TINY,
            (file, bytes, done, total) -> {
              assertThat(file).hasSize(bytes);
              assertThat(total).isEqualTo(58);
              told.add(done);
            });
    long perPatient = 3 + 1 + 1 + 2 + 1 + 18 + 1 + 1 + 1;
    assertThat(written.files()).isEqualTo(2 * perPatient).isEqualTo(58);
    assertThat(told).hasSize(58).isSorted().endsWith(58L);
    assertThat(files()).hasSize(58);
    assertThat(files().values().stream().mapToLong(bytes -> bytes.length).sum())
        .isEqualTo(written.bytes());
  }

  @Test
  void theSameOptionsGiveTheSameBytes() throws IOException {
    Path again = directory.resolve("again");
    Path other = directory.resolve("other");
    SampleStudies.write(directory.resolve("first"), TINY, (file, bytes, done, total) -> {});
    SampleStudies.write(again, TINY, (file, bytes, done, total) -> {});
    SampleOptions otherSeed =
        new SampleOptions(6, 2, TINY.kinds(), TINY.sliceRows(), TINY.slices(), 16);
    SampleStudies.write(other, otherSeed, (file, bytes, done, total) -> {});
    TreeMap<String, byte[]> first = files(directory.resolve("first"));
    TreeMap<String, byte[]> second = files(again);
    TreeMap<String, byte[]> different = files(other);
    assertThat(second.keySet()).isEqualTo(first.keySet()).isEqualTo(different.keySet());
    first.forEach(
        (name, bytes) -> {
          assertThat(second.get(name)).as(name).isEqualTo(bytes);
          assertThat(different.get(name)).as(name).isNotEqualTo(bytes);
        });
  }

  @Test
  void uidsAreValidAndTellObjectsApart() throws IOException {
    SampleStudies.write(directory, TINY, (file, bytes, done, total) -> {});
    Set<String> instances = new HashSet<>();
    Set<String> series = new HashSet<>();
    Set<String> studies = new HashSet<>();
    for (Path file : paths(directory)) {
      DataSet dataSet = read(file);
      instances.add(dataSet.string(Tag.SOP_INSTANCE_UID));
      series.add(dataSet.string(Tag.SERIES_INSTANCE_UID));
      studies.add(dataSet.string(Tag.STUDY_INSTANCE_UID));
    }
    assertThat(instances).hasSize(58).allMatch(Uid::isValid);
    assertThat(series).hasSize(2 * 10).allMatch(Uid::isValid);
    assertThat(studies).hasSize(2 * 3).allMatch(Uid::isValid);
  }

  @Test
  void neverOverwrites() throws IOException {
    SampleOptions one = TINY.withKinds(EnumSet.of(SampleKind.PDF));
    SampleStudies.write(directory, one, (file, bytes, done, total) -> {});
    assertThatThrownBy(() -> SampleStudies.write(directory, one, (file, bytes, done, total) -> {}))
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void refusesSizesThatNoObjectCanHave() {
    assertThatThrownBy(() -> TINY.withSlices(8_192, 64))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("8589934592 bytes (expected: <= 4294967294)");
    assertThatThrownBy(() -> TINY.withSlices(15, 1))
        .hasMessage("sliceRows: 15 (expected: 16 to 8192)");
    assertThatThrownBy(() -> TINY.withPatients(0)).hasMessageContaining("patients: 0");
    assertThatThrownBy(() -> Samples.multiFrame(1, 4_096, 1_024, 1_024))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private TreeMap<String, byte[]> files() throws IOException {
    return files(directory);
  }

  private static TreeMap<String, byte[]> files(Path root) throws IOException {
    TreeMap<String, byte[]> files = new TreeMap<>();
    for (Path path : paths(root)) {
      files.put(root.relativize(path).toString(), Files.readAllBytes(path));
    }
    return files;
  }

  private static List<Path> paths(Path root) throws IOException {
    try (Stream<Path> walk = Files.walk(root)) {
      return walk.filter(Files::isRegularFile).toList();
    }
  }

  private static DataSet read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      in.skipNBytes(132);
      DataSet meta = SampleObjectTest.meta(in);
      return DataSets.readBefore(
          in,
          TransferSyntax.of(meta.string(Tag.TRANSFER_SYNTAX_UID)),
          ParseLimits.DEFAULT,
          Tag.PIXEL_DATA);
    }
  }
}
