package io.archway.index.audit;

import io.archway.index.disk.Disk;
import io.archway.index.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * Entries that are not in the chain yet, in files of their own: many are appended by one write and
 * one force, which the index could not do as cheaply. A file is named by the number of its first
 * entry and is deleted when all of it is in the chain; after a start it is not appended to.
 *
 * <pre>
 *   bytes  content of one entry
 *   4      length of the text
 *   4      CRC32C of number and text
 *   8      number, rising by one
 *   n      text, UTF-8
 * </pre>
 *
 * Not thread-safe.
 */
final class AuditJournal implements AutoCloseable {
  static final String FOLDER = "audit";

  private static final String SUFFIX = ".journal";
  private static final String ID_SUFFIX = ".id";
  private static final int HEAD_BYTES = 16;
  private static final int MAX_TEXT_BYTES = 65_536;
  private static final long MAX_FILE_BYTES = 4L << 20;

  /**
   * A force writes no lengths where zeros are overwritten: half the time and half the work of one
   * that does. A length of zero ends what is read.
   */
  private static final int ZEROS_BYTES = 256 << 10;

  private static final int PIECE_BYTES = 64 << 10;

  /** An entry's text and its number. */
  record Numbered(long number, String text) {}

  /** A file and the number of its last entry. */
  private record Full(String name, long last) {}

  private final Disk disk;
  private final Deque<Full> full = new ArrayDeque<>();
  private DiskFile file;
  private long position;
  private long laid;
  private long next;

  private AuditJournal(Disk disk, long next) {
    this.disk = disk;
    this.next = next;
  }

  /** An open journal, and what of it is not in the chain. */
  record Opened(AuditJournal journal, List<Numbered> left) {}

  /**
   * Reads what a crash has left; a torn end was never acknowledged.
   *
   * @param sealed the last number that is in the chain
   */
  static Opened open(Disk disk, long sealed) throws IOException {
    List<Numbered> left = new ArrayList<>();
    List<Full> found = new ArrayList<>();
    long last = sealed;
    for (String name : disk.list(FOLDER)) {
      if (name.endsWith(SUFFIX)) {
        List<Numbered> entries = read(disk, FOLDER + "/" + name);
        entries.stream().filter(entry -> entry.number > sealed).forEach(left::add);
        long end = entries.isEmpty() ? first(name) : entries.get(entries.size() - 1).number;
        found.add(new Full(FOLDER + "/" + name, end));
        last = Math.max(last, end);
      }
    }
    AuditJournal journal = new AuditJournal(disk, last + 1);
    journal.full.addAll(found);
    return new Opened(journal, left);
  }

  /**
   * By which the chain knows this journal, for as long as its folder is there: numbers of several
   * gateways on one database are not to be mixed up.
   */
  static String id(Disk disk) throws IOException {
    if (!disk.isFolder(FOLDER)) {
      disk.createFolder(FOLDER);
    }
    for (String name : disk.list(FOLDER)) {
      if (name.endsWith(ID_SUFFIX)) {
        return name.substring(0, name.length() - ID_SUFFIX.length());
      }
    }
    String id = UUID.randomUUID().toString();
    disk.open(FOLDER + "/" + id + ID_SUFFIX, Disk.Access.CREATE).close();
    disk.forceFolder(FOLDER);
    return id;
  }

  private static long first(String name) {
    String digits = name.substring(0, name.length() - SUFFIX.length());
    return digits.matches("[0-9]{1,18}") ? Long.parseLong(digits) : 0;
  }

  private static List<Numbered> read(Disk disk, String name) throws IOException {
    List<Numbered> entries = new ArrayList<>();
    try (DiskFile file = disk.open(name, Disk.Access.READ)) {
      long size = file.size();
      long at = 0;
      ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES);
      while (size - at >= HEAD_BYTES) {
        file.readFully(head.clear(), at);
        int length = head.flip().getInt();
        int crc = head.getInt();
        long number = head.getLong();
        if (length <= 0 || length > MAX_TEXT_BYTES || size - at - HEAD_BYTES < length) {
          return entries;
        }
        ByteBuffer text = ByteBuffer.allocate(length);
        file.readFully(text, at + HEAD_BYTES);
        if (crc(number, text.array()) != crc) {
          return entries;
        }
        entries.add(new Numbered(number, new String(text.array(), StandardCharsets.UTF_8)));
        at += HEAD_BYTES + length;
      }
    }
    return entries;
  }

  private static int crc(long number, byte[] text) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(Long.BYTES).putLong(number).flip());
    crc.update(text);
    return (int) crc.getValue();
  }

  /** Returns when all of them survive a power cut. After a failure none is said to. */
  List<Numbered> append(List<String> texts) throws IOException {
    List<Numbered> appended = new ArrayList<>(texts.size());
    ByteBuffer bytes = bytes(texts, appended);
    try {
      if (file == null) {
        create(appended.get(0).number);
      }
      file.writeFully(bytes, position);
      layZeros(position + bytes.limit());
      file.force(false);
      position += bytes.limit();
    } catch (IOException | RuntimeException | Error e) {
      giveUpFile();
      throw e;
    }
    if (position >= MAX_FILE_BYTES) {
      endFile();
    }
    return appended;
  }

  private void layZeros(long from) throws IOException {
    if (from < laid) {
      return;
    }
    laid = from + ZEROS_BYTES;
    for (long at = from; at < laid; at += PIECE_BYTES) {
      file.writeFully(ByteBuffer.allocate(PIECE_BYTES), at);
    }
  }

  private ByteBuffer bytes(List<String> texts, List<Numbered> numbered) {
    List<byte[]> encoded = new ArrayList<>(texts.size());
    int length = 0;
    for (String text : texts) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      encoded.add(bytes);
      length += HEAD_BYTES + bytes.length;
    }
    ByteBuffer all = ByteBuffer.allocate(length);
    for (int i = 0; i < encoded.size(); i++) {
      byte[] text = encoded.get(i);
      all.putInt(text.length).putInt(crc(next, text)).putLong(next).put(text);
      numbered.add(new Numbered(next++, texts.get(i)));
    }
    return all.flip();
  }

  private void create(long first) throws IOException {
    file = disk.open("%s/%018d%s".formatted(FOLDER, first, SUFFIX), Disk.Access.CREATE);
    position = 0;
    laid = 0;
    disk.forceFolder(FOLDER);
  }

  private void endFile() throws IOException {
    full.add(new Full(file.name(), next - 1));
    DiskFile ended = file;
    file = null;
    ended.close();
  }

  /** What follows goes into another file: of this one it is not known how far it is good. */
  private void giveUpFile() {
    if (file == null) {
      return;
    }
    full.add(new Full(file.name(), next - 1));
    try (DiskFile given = file) {
      file = null;
      given.truncate(position);
      given.force(false);
    } catch (IOException e) {
      // what could not be cut off may be read again after a crash: reads that were refused
      file = null;
    }
  }

  /** All up to this number is in the chain, durably. */
  void discard(long sealed) throws IOException {
    if (file != null && position > 0 && sealed >= next - 1 && position >= MAX_FILE_BYTES / 8) {
      endFile();
    }
    while (!full.isEmpty() && full.peekFirst().last <= sealed) {
      disk.delete(full.peekFirst().name);
      full.removeFirst();
    }
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      endFile();
    }
  }
}
