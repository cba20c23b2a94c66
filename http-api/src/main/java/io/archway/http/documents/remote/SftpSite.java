package io.archway.http.documents.remote;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClient.OpenMode;
import org.apache.sshd.sftp.client.extensions.openssh.OpenSSHPosixRenameExtension;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.common.SftpException;

/** A server that we are signed in to. Used by one thread; what it does has a deadline in all. */
public final class SftpSite implements AutoCloseable {
  private static final int PIECE_BYTES = 32 << 10;

  private final ClientSession session;
  private final SftpClient client;
  private final Deadline deadline;

  SftpSite(ClientSession session, SftpClient client, Deadline deadline) {
    this.session = session;
    this.client = client;
    this.deadline = deadline;
  }

  /** Takes a file's bytes, valid during the call only. */
  public interface Bytes {
    void accept(ByteBuffer bytes) throws IOException;
  }

  /** Gives a file's bytes. */
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  private interface Command {
    void run() throws IOException;
  }

  /** Reads a file to its end; what the receiver throws is thrown on. */
  public void get(String path, Bytes receiver) throws IOException {
    byte[] piece = new byte[PIECE_BYTES];
    try (InputStream in = opened(path)) {
      while (true) {
        int count = read(in, piece);
        if (count < 0) {
          return;
        }
        receiver.accept(ByteBuffer.wrap(piece, 0, count));
      }
    }
  }

  private InputStream opened(String path) throws RemoteException {
    try {
      if (client.stat(path).isDirectory()) {
        throw new RemoteException("a folder (expected: a file)");
      }
      return client.read(path, PIECE_BYTES);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private int read(InputStream in, byte[] piece) throws RemoteException {
    checkTime();
    try {
      return in.read(piece);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** For work of ours between what moves. */
  public void checkTime() throws RemoteException {
    deadline.check();
  }

  /**
   * Makes a folder and those above it, where they are not there. Those above one that is there may
   * be closed to us; who is faster than we are helps.
   */
  public void makeFolder(String path) throws RemoteException {
    if (path.isEmpty() || isFolder(path)) {
      return;
    }
    makeFolder(path.substring(0, path.lastIndexOf('/')));
    try {
      client.mkdir(path);
    } catch (IOException e) {
      if (!isFolder(path)) {
        throw failed(e);
      }
    }
  }

  private boolean isFolder(String path) throws RemoteException {
    try {
      return client.stat(path).isDirectory();
    } catch (SftpException e) {
      if (e.getStatus() == SftpConstants.SSH_FX_NO_SUCH_FILE
          || e.getStatus() == SftpConstants.SSH_FX_NO_SUCH_PATH) {
        return false;
      }
      throw failed(e);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /**
   * Writes a file over one of the same name, under another name first: what breaks off, there or
   * here, leaves the one before as it was.
   */
  public void put(String path, Content content) throws IOException {
    String part = "%s.%016x.part".formatted(path, ThreadLocalRandom.current().nextLong());
    Remote out = new Remote(part);
    boolean whole = false;
    try {
      content.writeTo(out);
      out.close();
      replace(part, path);
      whole = true;
    } finally {
      if (!whole) {
        out.abandon();
      }
    }
  }

  /** Version 3 renames to a name that is free only, but for what OpenSSH has added. */
  private void replace(String part, String path) throws RemoteException {
    checkTime();
    OpenSSHPosixRenameExtension over = client.getExtension(OpenSSHPosixRenameExtension.class);
    if (over != null) {
      remotely(() -> over.posixRename(part, path));
      return;
    }
    try {
      client.rename(part, path);
    } catch (IOException e) {
      checkTime();
      remotely(() -> client.remove(path));
      remotely(() -> client.rename(part, path));
    }
  }

  /** Writes there; only what happens there is its failure. */
  private final class Remote extends OutputStream {
    private final String path;
    private final OutputStream out;
    private boolean closed;

    Remote(String path) throws RemoteException {
      this.path = path;
      try {
        out = client.write(path, PIECE_BYTES, OpenMode.Write, OpenMode.Create, OpenMode.Exclusive);
      } catch (IOException e) {
        throw failed(e);
      }
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
      checkTime();
      remotely(() -> out.write(bytes, offset, count));
    }

    @Override
    public void close() throws IOException {
      if (!closed) {
        closed = true;
        remotely(out::close);
      }
    }

    /** A part of a file must not look like the whole; where that fails too, so be it. */
    void abandon() {
      try {
        if (!closed) {
          closed = true;
          out.close();
        }
      } catch (IOException e) {
        return;
      } finally {
        removeQuietly();
      }
    }

    private void removeQuietly() {
      try {
        client.remove(path);
      } catch (IOException e) {
        return;
      }
    }
  }

  private void remotely(Command command) throws RemoteException {
    try {
      command.run();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private RemoteException failed(IOException e) {
    if (e instanceof RemoteException known) {
      return known;
    }
    int status = e instanceof SftpException told ? told.getStatus() : -1;
    return deadline.failed(
        switch (status) {
          case SftpConstants.SSH_FX_NO_SUCH_FILE, SftpConstants.SSH_FX_NO_SUCH_PATH ->
              "no such file";
          case SftpConstants.SSH_FX_PERMISSION_DENIED, SftpConstants.SSH_FX_WRITE_PROTECT ->
              "permission denied";
          case SftpConstants.SSH_FX_NO_SPACE_ON_FILESYSTEM, SftpConstants.SSH_FX_QUOTA_EXCEEDED ->
              "no space left";
          case SftpConstants.SSH_FX_FAILURE -> "the server failed, or has no space left";
          case -1 -> "the connection broke";
          default -> "the server failed (status %d)".formatted(status);
        },
        e);
  }

  @Override
  public void close() {
    try {
      client.close();
    } catch (IOException e) {
      return;
    } finally {
      session.close(true);
      deadline.close();
    }
  }
}
