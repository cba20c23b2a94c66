package io.archway.gateway.walk;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A bash that is given one command after the other, as a person does; killed when closed. */
final class BashSession implements AutoCloseable {
  private static final long LIMIT_SECONDS = 180;
  private static final String END = "end of command ";

  /** What a command printed, and its exit status. */
  record Result(String output, int status) {}

  private final Process process;
  private final BufferedReader output;
  private final Writer input;

  private BashSession(Process process) {
    this.process = process;
    this.output = process.inputReader(StandardCharsets.UTF_8);
    this.input = process.outputWriter(StandardCharsets.UTF_8);
  }

  static BashSession start(Path folder) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder("bash", "--noprofile", "--norc")
            .directory(folder.toFile())
            .redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("ARCHWAY_"));
    return new BashSession(builder.start());
  }

  Result run(String command) throws IOException, InterruptedException, ExecutionException {
    input.write(command + "\nprintf '\\n" + END + "%d\\n' $?\n");
    input.flush();
    CompletableFuture<Result> result = CompletableFuture.supplyAsync(() -> readToEnd(command));
    try {
      return result.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      close();
      throw new AssertionError("still running: " + command, e);
    }
  }

  private Result readToEnd(String command) {
    StringBuilder text = new StringBuilder();
    try {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (line.startsWith(END)) {
          return new Result(text.toString(), Integer.parseInt(line.substring(END.length())));
        }
        text.append(line).append('\n');
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new AssertionError("bash ended at " + command + ": " + text);
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
