package io.archway.gateway.operation;

import io.archway.gateway.CommandFailure;
import io.archway.gateway.ExitCode;
import io.archway.gateway.Explanation;
import io.archway.gateway.home.OpenHome;
import io.archway.gateway.operation.Frames.RemoteReport;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets commands of the home's owner be done by the gateway that holds the home: a port of this
 * machine alone, and a token from a file that only the owner can read.
 */
public final class ControlPort implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ControlPort.class);
  private static final int MAX_AT_ONCE = 4;
  private static final int REQUEST_TIMEOUT_MILLIS = 5_000;
  private static final int TOKEN_BYTES = 32;

  private final OpenHome home;
  private final ServerSocket listening;
  private final ControlFile file;
  private final Semaphore free = new Semaphore(MAX_AT_ONCE);

  private ControlPort(OpenHome home, ServerSocket listening, ControlFile file) {
    this.home = home;
    this.listening = listening;
    this.file = file;
  }

  public static ControlPort open(OpenHome home) {
    try {
      ServerSocket listening = new ServerSocket(0, MAX_AT_ONCE, InetAddress.getLoopbackAddress());
      byte[] token = new byte[TOKEN_BYTES];
      new SecureRandom().nextBytes(token);
      ControlFile file = new ControlFile(listening.getLocalPort(), HexFormat.of().formatHex(token));
      file.write(home.folder());
      ControlPort port = new ControlPort(home, listening, file);
      daemon(port::listen, "control");
      return port;
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.FAILED, "no port for commands can be opened: " + Explanation.text(e), e);
    }
  }

  private static void daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void listen() {
    while (!listening.isClosed()) {
      try {
        Socket socket = listening.accept();
        if (free.tryAcquire()) {
          daemon(() -> serve(socket), "command");
        } else {
          socket.close();
        }
      } catch (IOException e) {
        LOG.debug("control port: {}", e.toString());
      }
    }
  }

  private void serve(Socket socket) {
    try (socket;
        DataInputStream in = new DataInputStream(socket.getInputStream());
        DataOutputStream out =
            new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()))) {
      socket.setSoTimeout(REQUEST_TIMEOUT_MILLIS);
      List<String> words = Frames.readRequest(in, this::isRight);
      if (!words.isEmpty()) {
        LOG.info("command: {}", words.get(0));
        run(words, new RemoteReport(out));
      } else {
        LOG.warn("command refused: its token is not that of the data folder's control file");
      }
    } catch (IOException e) {
      LOG.info("command given up: {}", e.toString());
    } finally {
      free.release();
    }
  }

  private boolean isRight(String token) {
    return MessageDigest.isEqual(
        token.getBytes(StandardCharsets.UTF_8), file.token().getBytes(StandardCharsets.UTF_8));
  }

  private void run(List<String> words, RemoteReport report) throws IOException {
    try {
      report.end(Operation.of(words).run(home, report), "");
    } catch (CommandFailure e) {
      report.end(e.exitCode(), e.getMessage());
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (IOException | RuntimeException e) {
      LOG.warn("command {} failed", words.get(0), e);
      report.end(ExitCode.FAILED, Explanation.failure(e).getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      report.end(ExitCode.FAILED, "interrupted");
    }
  }

  /** Commands that still run end with the parts they work on. */
  @Override
  public void close() throws IOException {
    listening.close();
    ControlFile.delete(home.folder());
  }
}
