package io.archway.index.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileLock;
import org.h2.store.fs.FileBaseDefault;

/**
 * An open file of H2. H2 finds its newest chunk by header and footer alone, trusts the pages
 * between them, and uses the space of dead chunks again without asking for a force; a power cut
 * that keeps some pages and not others would break it. So the database file is written in order:
 * all earlier writes are forced before anything is overwritten, and a chunk's last block, which has
 * its footer, only after the rest of it was forced. Never closed by an interrupt.
 */
final class H2Channel extends FileBaseDefault {

  private static final int BLOCK_BYTES = 4096;
  private static final String DATABASE_SUFFIX = ".mv.db";

  private final H2FileSystem.Mount mount;
  private final DiskFile file;
  private final boolean ordered;
  private boolean dirty;

  H2Channel(H2FileSystem.Mount mount, DiskFile file) {
    this.mount = mount;
    this.file = file;
    this.ordered = file.name().endsWith(DATABASE_SUFFIX);
  }

  @Override
  public int read(ByteBuffer destination, long position) throws IOException {
    return file.read(destination, position);
  }

  @Override
  public synchronized int write(ByteBuffer source, long position) throws IOException {
    int length = source.remaining();
    if (!ordered) {
      file.writeFully(source, position);
      return length;
    }
    if (dirty && position < file.size()) {
      forceAll();
    }
    int body = length <= BLOCK_BYTES ? 0 : length - BLOCK_BYTES;
    if (body > 0) {
      int limit = source.limit();
      dirty = true;
      file.writeFully(source.limit(source.position() + body), position);
      source.limit(limit);
      forceAll();
    }
    dirty = true;
    file.writeFully(source, position + body);
    return length;
  }

  @Override
  public synchronized void force(boolean metadata) throws IOException {
    forceAll();
  }

  private void forceAll() throws IOException {
    file.force(false);
    dirty = false;
  }

  @Override
  protected synchronized void implTruncate(long size) throws IOException {
    if (ordered && dirty) {
      forceAll();
    }
    file.truncate(size);
    dirty = true;
  }

  @Override
  public long size() throws IOException {
    return file.size();
  }

  @Override
  public FileLock tryLock(long position, long size, boolean shared) throws IOException {
    return mount.locked().add(file.name()) ? new H2Lock(position, size, shared) : null;
  }

  @Override
  protected void implCloseChannel() throws IOException {
    file.close();
  }

  @Override
  public String toString() {
    return file.name();
  }

  /** The disk is locked against other processes; this keeps a second database of ours away. */
  private final class H2Lock extends FileLock {
    private boolean released;

    H2Lock(long position, long size, boolean shared) {
      super(H2Channel.this, position, size, shared);
    }

    @Override
    public boolean isValid() {
      return !released;
    }

    @Override
    public void release() {
      released = true;
      mount.locked().remove(file.name());
    }
  }
}
