package io.archway.index.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileDiskTest {

  @TempDir Path folder;

  @Test
  void aFolderIsOpenedOnceAndSaysByWhom() throws IOException {
    try (FileDisk first = FileDisk.open(folder)) {
      assertThat(first.root()).isEqualTo(folder.toRealPath());
      assertThatThrownBy(() -> FileDisk.open(folder).close())
          .isInstanceOf(FileDisk.DiskInUseException.class)
          .hasMessageContaining("in use")
          .hasMessageContaining(String.valueOf(ProcessHandle.current().pid()));
    }
    FileDisk.open(folder).close();
  }

  @Test
  void bothDisksDoTheSame() throws IOException {
    try (FileDisk disk = FileDisk.open(folder)) {
      exercise(disk);
    }
    exercise(new CrashDisk());
  }

  private static void exercise(Disk disk) throws IOException {
    disk.createFolder("a/b");
    disk.createFolder("a/b");
    assertThat(disk.isFolder("a/b")).isTrue();
    assertThatThrownBy(() -> disk.open("a/x", Disk.Access.READ))
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> disk.open("no/x", Disk.Access.CREATE))
        .isInstanceOf(NoSuchFileException.class);
    try (DiskFile file = disk.open("a/x", Disk.Access.CREATE)) {
      ByteBuffer[] parts = {ByteBuffer.wrap(new byte[] {1, 2}), ByteBuffer.wrap(new byte[] {3})};
      assertThat(file.write(parts, 2, 4095)).isEqualTo(3);
      file.writeFully(ByteBuffer.wrap(new byte[] {9}), 0);
      file.force(false);
      assertThat(file.size()).isEqualTo(4098);
      ByteBuffer read = ByteBuffer.allocate(3);
      file.readFully(read, 4095);
      assertThat(read.array()).containsExactly(1, 2, 3);
      assertThat(file.read(ByteBuffer.allocate(1), 4098)).isEqualTo(-1);
      file.truncate(4096);
      file.truncate(9999);
      assertThat(disk.size("a/x")).isEqualTo(4096);
    }
    assertThatThrownBy(() -> disk.open("a/x", Disk.Access.CREATE))
        .isInstanceOf(FileAlreadyExistsException.class);
    disk.rename("a/x", "a/b/y");
    disk.forceFolder("a/b");
    assertThat(disk.list("a")).containsExactly("b");
    assertThat(disk.list("a/b")).containsExactly("y");
    assertThat(disk.list("none")).isEmpty();
    disk.delete("a/b/y");
    assertThatThrownBy(() -> disk.delete("a/b/y")).isInstanceOf(NoSuchFileException.class);
    disk.delete("a/b");
    assertThat(disk.exists("a/b")).isFalse();
    assertThat(disk.freeBytes()).isPositive();
  }

  @Test
  void namesStayBelowTheFolder() throws IOException {
    try (FileDisk disk = FileDisk.open(folder.resolve("in"))) {
      assertThatThrownBy(() -> disk.open("../out", Disk.Access.CREATE))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aFileSurvivesInterruptsOfOneOfItsThreads() throws Exception {
    ExecutorService pool = Executors.newSingleThreadExecutor();
    AtomicBoolean done = new AtomicBoolean();
    try (FileDisk disk = FileDisk.open(folder);
        DiskFile file = disk.open("f", Disk.Access.CREATE)) {
      byte[] page = new byte[4096];
      Arrays.fill(page, (byte) 7);
      file.writeFully(ByteBuffer.wrap(page), 0);
      Future<Integer> reader =
          pool.submit(
              () -> {
                int reads = 0;
                while (!done.get() || reads == 0) {
                  ByteBuffer read = ByteBuffer.allocate(4096);
                  file.readFully(read, 0);
                  assertThat(read.array()).isEqualTo(page);
                  reads++;
                }
                return reads;
              });
      for (int i = 1; i < 300; i++) {
        Thread.currentThread().interrupt();
        file.writeFully(ByteBuffer.wrap(page), i * 4096L);
        assertThat(Thread.interrupted()).isTrue();
      }
      done.set(true);
      assertThat(reader.get()).isPositive();
      assertThat(file.size()).isEqualTo(300 * 4096);
    } finally {
      pool.shutdownNow();
    }
  }
}
