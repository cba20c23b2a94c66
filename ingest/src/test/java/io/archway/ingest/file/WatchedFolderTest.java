package io.archway.ingest.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archway.dicom.data.ParseLimits;
import io.archway.index.disk.CrashDisk;
import io.archway.ingest.IngestFixture;
import io.archway.ingest.file.FileTaker.Fate;
import io.archway.ingest.file.FileTaker.Taken;
import io.archway.ingest.file.FileVerdict.Word;
import io.archway.testdata.Samples;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What vendor software exports to a folder, looked at one look after the other. */
class WatchedFolderTest {
  private final CrashDisk disk = new CrashDisk();
  @TempDir private Path folder;
  private final List<FileVerdict> seen = new CopyOnWriteArrayList<>();
  private IngestFixture gateway;

  @BeforeEach
  void open() throws IOException {
    gateway = IngestFixture.on(disk);
  }

  @AfterEach
  void close() throws IOException {
    gateway.close();
  }

  @Test
  void aFileThatStillGrowsIsLeftAlone() throws Exception {
    WatchedFolder watched = watched();
    byte[] file = Samples.tiny(1).fileBytes();
    Path growing = folder.resolve("sub/a.dcm");
    Files.createDirectories(growing.getParent());
    for (int part = 0; part < 4; part++) {
      byte[] piece = Arrays.copyOfRange(file, part * file.length / 4, (part + 1) * file.length / 4);
      Files.write(growing, piece, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      watched.look();
      assertThat(growing).exists();
    }
    watched.look();
    assertThat(growing).doesNotExist();
    assertThat(verdicts("done")).containsExactly("STORED\n");
  }

  @Test
  void filesBeyondTheMostOfOneLookAreTakenInLaterOnes() throws Exception {
    FileTaker taker = (file, stopping) -> new Taken(Fate.DONE, "done", "done\n");
    WatchedFolder watched = new WatchedFolder(folder, taker, 60_000, 2);
    for (int i = 0; i < 5; i++) {
      Files.writeString(folder.resolve("file" + i), "words");
    }
    watched.look();
    watched.look();
    assertThat(verdicts("done")).hasSize(2);
    for (int look = 0; look < 4; look++) {
      watched.look();
    }
    assertThat(verdicts("done")).hasSize(5);
  }

  @Test
  void aFileThatIsWrittenAnewWhileOthersAreTakenRestsFirst() throws Exception {
    Path first = Files.writeString(folder.resolve("a"), "first");
    Path second = Files.writeString(folder.resolve("b"), "second, whole");
    Path third = Files.writeString(folder.resolve("c"), "third");
    for (Path file : List.of(first, second, third)) {
      Files.setLastModifiedTime(file, FileTime.fromMillis(1_000));
    }
    List<String> taken = new ArrayList<>();
    FileTaker taker =
        (file, stopping) -> {
          try {
            taken.add(Files.readString(file));
            if (file.equals(first)) {
              Files.writeString(second, "half");
              Files.delete(third);
            }
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          return new Taken(Fate.DONE, "done", "done\n");
        };
    WatchedFolder watched = new WatchedFolder(folder, taker, 60_000);
    watched.look();
    watched.look();
    assertThat(taken).containsExactly("first");
    watched.look();
    Files.writeString(second, "second, whole again");
    watched.look();
    watched.look();
    assertThat(taken).containsExactly("first", "second, whole again");
    assertThat(verdicts("done")).hasSize(2);
    assertThat(verdicts("left")).isEmpty();
  }

  @Test
  void everyFileMovesAsideWithItsVerdict() throws Exception {
    WatchedFolder watched = watched();
    Files.write(folder.resolve("a.dcm"), Samples.tiny(1).fileBytes());
    Files.write(folder.resolve("b.dcm"), Samples.tiny(1).fileBytes());
    Files.writeString(folder.resolve("c.txt"), "words, long enough to be no DICOM file");
    watched.look();
    watched.look();
    assertThat(verdicts("done")).containsExactlyInAnyOrder("STORED\n", "DUPLICATE\n");
    assertThat(verdicts("refused")).singleElement().asString().startsWith("SKIPPED: no DICOM");
    assertThat(seen)
        .extracting(FileVerdict::word)
        .containsExactly(Word.STORED, Word.DUPLICATE, Word.SKIPPED);
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).containsExactly(folder.resolve(".archway"));
    }
  }

  @Test
  void whatFailsOnlyForNowStaysAndIsTakenLater() throws Exception {
    gateway.close();
    gateway =
        IngestFixture.on(disk, IngestFixture.settings().withFreeSpaceReserveBytes(Long.MAX_VALUE));
    Path file = Files.write(folder.resolve("a.dcm"), Samples.tiny(1).fileBytes());
    WatchedFolder full = watched();
    full.look();
    full.look();
    assertThat(file).exists();
    gateway.close();
    gateway = IngestFixture.on(disk);
    WatchedFolder free = watched();
    free.look();
    free.look();
    assertThat(verdicts("done")).containsExactly("STORED\n");
  }

  @Test
  void aFileThatCannotBeMovedIsLeftAloneAndTheOthersAreTaken() throws Exception {
    Path stuck = folder.resolve("m/stuck.dcm");
    Files.createDirectories(stuck.getParent());
    Files.write(folder.resolve("a.dcm"), Samples.tiny(1).fileBytes());
    Files.write(stuck, Samples.tiny(2).fileBytes());
    Files.write(folder.resolve("z.dcm"), Samples.tiny(3).fileBytes());
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    for (LocalDate day : List.of(today, today.plusDays(1))) {
      Path inTheWay = folder.resolve(".archway/done").resolve(day.toString()).resolve("m");
      Files.createDirectories(inTheWay.getParent());
      Files.createFile(inTheWay);
    }
    WatchedFolder watched = watched();
    for (int look = 0; look < 5; look++) {
      watched.look();
    }
    assertThat(verdicts("done")).containsExactly("STORED\n", "STORED\n");
    assertThat(stuck).exists();
    assertThat(verdicts("left")).singleElement().asString().startsWith("STORED\nThe file was left");
    assertThat(seen).as("tried once each").hasSize(3);

    Files.setLastModifiedTime(stuck, FileTime.fromMillis(1));
    watched.look();
    watched.look();
    assertThat(seen).hasSize(4);
    assertThat(seen.get(3).word()).isEqualTo(Word.DUPLICATE);
  }

  @Test
  void aFileOnWhichTheProgramFailsIsLeftAloneAndTheOthersAreTaken() throws Exception {
    Files.write(folder.resolve("a.dcm"), Samples.tiny(1).fileBytes());
    Files.write(folder.resolve("b.dcm"), Samples.tiny(2).fileBytes());
    WatchedFolder watched =
        new WatchedFolder(
            folder,
            new FileIntake(gateway.intake, ParseLimits.HEADER),
            1_000_000,
            verdict -> {
              seen.add(verdict);
              if (verdict.file().endsWith("a.dcm")) {
                throw new IllegalStateException("no");
              }
            });
    for (int look = 0; look < 4; look++) {
      watched.look();
    }
    assertThat(seen).hasSize(2);
    assertThat(folder.resolve("a.dcm")).exists();
    assertThat(folder.resolve("b.dcm")).doesNotExist();
    assertThat(verdicts("left")).singleElement().asString().contains("IllegalStateException");
  }

  @Test
  void whatIsWrittenAnewWhileItIsTakenStaysAndIsTakenAgain() throws Exception {
    Path file = Files.writeString(folder.resolve("a"), "first");
    List<String> taken = new ArrayList<>();
    WatchedFolder watched =
        new WatchedFolder(
            folder,
            (each, stopping) -> {
              String text = read(each);
              taken.add(text);
              if (text.equals("first")) {
                write(file, "the second");
              }
              return new Taken(Fate.DONE, "TAKEN", "TAKEN " + text + "\n");
            },
            1_000_000);
    for (int look = 0; look < 4; look++) {
      watched.look();
    }
    assertThat(taken).containsExactly("first", "the second");
    assertThat(verdicts("done")).containsExactly("TAKEN the second\n");
    assertThat(file).doesNotExist();
  }

  @Test
  void theOldestIsTakenFirstAndWhatIsLeftStaysWithoutAWord() throws Exception {
    List<String> taken = new ArrayList<>();
    for (String name : List.of("a", "b", "c")) {
      Path file = Files.writeString(folder.resolve(name), name);
      Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000 - name.charAt(0) * 1_000L));
    }
    WatchedFolder watched =
        new WatchedFolder(
            folder,
            (each, stopping) -> {
              taken.add(read(each));
              Fate fate = read(each).equals("b") ? Fate.LEFT : Fate.REFUSED;
              return new Taken(fate, "NO", "NO\n");
            },
            1_000_000);
    watched.look();
    watched.look();
    assertThat(taken).containsExactly("c", "b", "a");
    assertThat(folder.resolve("b")).exists();
    assertThat(verdicts("refused")).containsExactly("NO\n", "NO\n");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aFolderThatIsGoneIsTrouble() throws Exception {
    Path gone = Files.createDirectory(folder.resolve("gone"));
    WatchedFolder watched =
        new WatchedFolder(
            gone, new FileIntake(gateway.intake, ParseLimits.HEADER), 1_000_000, seen::add);
    watched.look();
    Files.delete(gone);
    assertThatThrownBy(watched::look).isInstanceOf(NoSuchFileException.class);
    Files.createDirectory(gone);
    watched.look();
  }

  @Test
  void looksByItselfUntilItIsClosed() throws Exception {
    try (WatchedFolder watched =
        new WatchedFolder(
            folder, new FileIntake(gateway.intake, ParseLimits.HEADER), 10, seen::add)) {
      watched.start();
      Files.write(folder.resolve("a.dcm"), Samples.tiny(1).fileBytes());
      Awaitility.await().until(() -> verdicts("done").equals(List.of("STORED\n")));
    }
  }

  private WatchedFolder watched() {
    return new WatchedFolder(
        folder, new FileIntake(gateway.intake, ParseLimits.HEADER), 1_000_000, seen::add);
  }

  private List<String> verdicts(String what) throws IOException {
    Path root = folder.resolve(".archway").resolve(what);
    if (!Files.exists(root)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> file.toString().endsWith(".verdict.txt"))
          .map(
              file -> {
                try {
                  return Files.readString(file);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              })
          .toList();
    }
  }
}
