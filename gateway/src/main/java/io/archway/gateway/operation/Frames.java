package io.archway.gateway.operation;

import io.archway.gateway.CommandFailure;
import io.archway.gateway.ExitCode;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * How a command and the gateway that holds its home talk: the request as a token and strings, then
 * lines and progress, at last an exit code and a message.
 */
public final class Frames {
  private static final int MAX_STRINGS = 100;
  private static final int LINE = 1;
  private static final int PROGRESS = 2;
  private static final int END = 3;

  private Frames() {}

  /** A request. */
  public record Request(String token, List<String> words) {}

  public static void writeRequest(DataOutputStream out, Request request) throws IOException {
    out.writeUTF(request.token());
    out.writeInt(request.words().size());
    for (String word : request.words()) {
      out.writeUTF(word);
    }
    out.flush();
  }

  public static Request readRequest(DataInputStream in) throws IOException {
    String token = in.readUTF();
    int count = in.readInt();
    if (count < 1 || count > MAX_STRINGS) {
      throw new IOException("words: " + count + " (expected: 1 to " + MAX_STRINGS + ")");
    }
    List<String> words = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      words.add(in.readUTF());
    }
    return new Request(token, words);
  }

  /** A report that is written to a stream; once its reader is gone the operation is given up. */
  public record RemoteReport(DataOutputStream out) implements Report {
    @Override
    public synchronized void line(String text) {
      try {
        out.writeByte(LINE);
        out.writeUTF(text);
        out.flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public synchronized void progress(String label, long done, long total) {
      try {
        out.writeByte(PROGRESS);
        out.writeUTF(label);
        out.writeLong(done);
        out.writeLong(total);
        out.flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    public synchronized void end(ExitCode exitCode, String message) throws IOException {
      out.writeByte(END);
      out.writeUTF(exitCode.name());
      out.writeUTF(message);
      out.flush();
    }
  }

  /** Passes on what comes until the end; throws what the other side failed with. */
  public static ExitCode relay(DataInputStream in, Report report) throws IOException {
    while (true) {
      int kind = in.readByte();
      if (kind == LINE) {
        report.line(in.readUTF());
      } else if (kind == PROGRESS) {
        report.progress(in.readUTF(), in.readLong(), in.readLong());
      } else {
        ExitCode exitCode = ExitCode.valueOf(in.readUTF());
        String message = in.readUTF();
        if (!message.isEmpty()) {
          throw new CommandFailure(exitCode, message);
        }
        return exitCode;
      }
    }
  }
}
