package io.archway.gateway.operation;

import io.archway.gateway.CommandFailure;
import io.archway.gateway.ExitCode;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * How a command and the gateway that holds its home talk: the request as a token and strings, then
 * lines and progress, at last an exit code and a message.
 */
public final class Frames {
  private static final int MAX_WORDS = 10_000;
  private static final int LINE = 1;
  private static final int PROGRESS = 2;
  private static final int END = 3;

  private Frames() {}

  public static void writeRequest(DataOutputStream out, String token, List<String> words)
      throws IOException {
    if (words.size() > MAX_WORDS) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "arguments: %d (expected: <= %d; name a folder)".formatted(words.size(), MAX_WORDS));
    }
    out.writeUTF(token);
    out.writeInt(words.size());
    for (String word : words) {
      out.writeUTF(word);
    }
    out.flush();
  }

  /**
   * The words of a request; nothing more is read of whoever has not the right token.
   *
   * @return empty where the token is wrong
   */
  public static List<String> readRequest(DataInputStream in, Predicate<String> isRight)
      throws IOException {
    if (!isRight.test(in.readUTF())) {
      return List.of();
    }
    int count = in.readInt();
    if (count < 1 || count > MAX_WORDS) {
      throw new IOException("words: " + count + " (expected: 1 to " + MAX_WORDS + ")");
    }
    List<String> words = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      words.add(in.readUTF());
    }
    return words;
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
