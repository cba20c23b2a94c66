package io.archway.imaging.apart;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.pdfbox.io.RandomAccessRead;
import org.apache.pdfbox.io.RandomAccessReadView;

/**
 * A document that lies with the gateway, asked for in pages, some of which are kept. One thread.
 */
final class AskedDocument implements RandomAccessRead {
  private static final int PAGE_BYTES = Talk.MAX_READ_BYTES;
  private static final int MOST_PAGES = 64;

  private final DataInputStream in;
  private final DataOutputStream out;
  private final long length;
  private final Map<Long, byte[]> pages = new LinkedHashMap<>(16, 0.75f, true);
  private byte[] page;
  private long pageNumber = -1;
  private long position;
  private boolean closed;

  AskedDocument(DataInputStream in, DataOutputStream out, long length) {
    this.in = in;
    this.out = out;
    this.length = length;
  }

  @Override
  public int read() throws IOException {
    if (position >= length) {
      return -1;
    }
    find();
    return page[(int) (position++ % PAGE_BYTES)] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int count) throws IOException {
    if (count == 0) {
      return 0;
    }
    if (position >= length) {
      return -1;
    }
    find();
    int from = (int) (position % PAGE_BYTES);
    int read = Math.min(count, page.length - from);
    System.arraycopy(page, from, bytes, offset, read);
    position += read;
    return read;
  }

  private void find() throws IOException {
    long wanted = position / PAGE_BYTES;
    if (wanted == pageNumber) {
      return;
    }
    byte[] found = pages.get(wanted);
    if (found == null) {
      found = ask(wanted * PAGE_BYTES);
      pages.put(wanted, found);
      if (pages.size() > MOST_PAGES) {
        pages.remove(pages.keySet().iterator().next());
      }
    }
    page = found;
    pageNumber = wanted;
  }

  private byte[] ask(long from) throws IOException {
    int wanted = (int) Math.min(PAGE_BYTES, length - from);
    out.writeByte(Talk.READ);
    out.writeLong(from);
    out.writeInt(wanted);
    out.flush();
    byte[] bytes = new byte[wanted];
    in.readFully(bytes);
    return bytes;
  }

  @Override
  public long getPosition() {
    return position;
  }

  @Override
  public void seek(long to) throws IOException {
    if (to < 0) {
      throw new IOException("position: %d (expected: >= 0)".formatted(to));
    }
    position = Math.min(to, length);
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public boolean isEOF() {
    return position >= length;
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public RandomAccessReadView createView(long start, long viewed) {
    return new RandomAccessReadView(this, start, viewed);
  }

  @Override
  public void close() {
    closed = true;
  }
}
