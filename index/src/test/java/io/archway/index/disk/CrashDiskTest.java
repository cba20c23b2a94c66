package io.archway.index.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The model must forget what a real disk may forget; else the tests on it say nothing. */
class CrashDiskTest {

  private static DiskFile create(CrashDisk disk, String name, int value) throws IOException {
    DiskFile file = disk.open(name, Disk.Access.CREATE);
    write(file, value, 0);
    return file;
  }

  private static void write(DiskFile file, int value, long position) throws IOException {
    file.writeFully(ByteBuffer.wrap(new byte[] {(byte) value}), position);
  }

  private static int read(Disk disk, String name, long position) throws IOException {
    try (DiskFile file = disk.open(name, Disk.Access.READ)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      file.readFully(one, position);
      return one.get(0);
    }
  }

  @Test
  void forgetsBytesAndNamesThatWereNotForced() throws IOException {
    CrashDisk disk = new CrashDisk();
    DiskFile file = create(disk, "f", 1);
    file.force(false);
    assertThat(disk.kill().exists("f")).isTrue();
    disk = new CrashDisk();
    file = create(disk, "f", 1);
    disk.forceFolder("");
    CrashDisk empty = disk.crash();
    assertThat(empty.size("f")).isZero();
    file = empty.open("f", Disk.Access.WRITE);
    write(file, 2, 5000);
    file.force(false);
    write(file, 3, 5000);
    write(file, 4, 9000);
    CrashDisk after = empty.crash();
    assertThat(after.size("f")).isEqualTo(5001);
    assertThat(read(after, "f", 5000)).isEqualTo(2);
    CrashDisk dead = empty;
    assertThatThrownBy(() -> dead.open("f", Disk.Access.READ)).hasMessageContaining("power cut");
  }

  @Test
  void deletionsAndRenamingsCountWhenTheFolderIsForced() throws IOException {
    CrashDisk disk = new CrashDisk();
    create(disk, "f", 1).force(false);
    disk.forceFolder("");
    disk.rename("f", "g");
    CrashDisk undone = disk.crash();
    assertThat(undone.list("")).containsExactly("f");
    undone.delete("f");
    undone.forceFolder("");
    assertThat(undone.crash().list("")).isEmpty();
  }

  @Test
  void keepsARandomChoiceOfPagesTheSameForTheSameSeed() throws IOException {
    Set<String> outcomes = new HashSet<>();
    for (int seed = 0; seed < 40; seed++) {
      outcomes.add(tornOutcome(seed));
      assertThat(tornOutcome(seed)).isEqualTo(tornOutcome(seed));
    }
    assertThat(outcomes).hasSizeGreaterThan(5);
  }

  private static String tornOutcome(long seed) throws IOException {
    CrashDisk disk = new CrashDisk();
    DiskFile file = create(disk, "f", 0);
    write(file, 0, 3 * 4096 - 1);
    file.force(false);
    disk.forceFolder("");
    for (int page = 0; page < 3; page++) {
      write(file, page + 1, page * 4096L);
    }
    CrashDisk after = disk.crash(seed);
    return read(after, "f", 0) + " " + read(after, "f", 4096) + " " + read(after, "f", 8192);
  }

  @Test
  void aForceThatFailedLosesItsPagesForGood() throws IOException {
    CrashDisk disk = new CrashDisk();
    DiskFile file = create(disk, "f", 1);
    file.force(false);
    disk.forceFolder("");
    write(file, 2, 0);
    disk.faults().failAt(0, Faults.Kind.FAIL);
    assertThatThrownBy(() -> file.force(false)).hasMessageContaining("Input/output error");
    assertThat(read(disk, "f", 0)).isEqualTo(2);
    file.force(false);
    assertThat(read(disk.crash(), "f", 0)).isEqualTo(1);
  }

  @Test
  void shortensWritesAndRunsOutOfSpace() throws IOException {
    CrashDisk disk = new CrashDisk();
    DiskFile file = create(disk, "f", 1);
    disk.faults().failAt(0, Faults.Kind.SHORT);
    assertThat(file.write(ByteBuffer.allocate(100), 0)).isEqualTo(50);
    disk.setCapacityBytes(200);
    assertThatThrownBy(() -> file.write(ByteBuffer.allocate(201), 0))
        .hasMessageContaining("No space left");
    assertThat(disk.freeBytes()).isEqualTo(150);
    assertThat(disk.faults().count(Faults.Operation.WRITE)).isEqualTo(3);
  }
}
