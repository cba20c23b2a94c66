package io.archway.http.message;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** An SMTP server (RFC 5321) on the loopback that speaks TLS from the start or after STARTTLS. */
final class TlsMailServer implements AutoCloseable {
  private static final int READ_TIMEOUT_MILLIS = 20_000;

  /** How TLS begins. */
  enum Begin {
    AT_ONCE,
    AFTER_STARTTLS,
    NEVER
  }

  /** What clients said, commands of which what was said in the clear begins with "clear ". */
  final List<String> said = new CopyOnWriteArrayList<>();

  private final ServerSocket listening;
  private final SSLContext context;
  private final Begin begin;
  private final Thread thread;

  TlsMailServer(SSLContext context, Begin begin) throws IOException {
    this.context = context;
    this.begin = begin;
    this.listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    this.thread = new Thread(this::run, "tls-mail");
    thread.start();
  }

  int port() {
    return listening.getLocalPort();
  }

  private void run() {
    while (!listening.isClosed()) {
      try (Socket socket = listening.accept()) {
        socket.setSoTimeout(READ_TIMEOUT_MILLIS);
        talk(begin == Begin.AT_ONCE ? secured(socket) : socket);
      } catch (IOException e) {
        continue; // the client went, as it may
      }
    }
  }

  private SSLSocket secured(Socket socket) throws IOException {
    SSLSocket secured =
        (SSLSocket) context.getSocketFactory().createSocket(socket, null, socket.getPort(), true);
    secured.setUseClientMode(false);
    secured.startHandshake();
    return secured;
  }

  private void talk(Socket first) throws IOException {
    Socket socket = first;
    BufferedReader in = reader(socket);
    answer(socket, "220 ready");
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      said.add((socket instanceof SSLSocket ? "" : "clear ") + line);
      switch (line.split(" ")[0].toUpperCase(Locale.ROOT)) {
        case "EHLO" -> {
          boolean offers = begin == Begin.AFTER_STARTTLS && !(socket instanceof SSLSocket);
          answer(socket, offers ? "250-localhost\r\n250 STARTTLS" : "250 localhost");
        }
        case "STARTTLS" -> {
          answer(socket, "220 go ahead");
          socket = secured(socket);
          in = reader(socket);
        }
        case "DATA" -> {
          answer(socket, "354 go ahead");
          for (String text = in.readLine(); !".".equals(text); text = in.readLine()) {
            said.add(text);
          }
          answer(socket, "250 taken");
        }
        case "QUIT" -> {
          answer(socket, "221 bye");
          return;
        }
        default -> answer(socket, "250 ok");
      }
    }
  }

  private static BufferedReader reader(Socket socket) throws IOException {
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }

  private static void answer(Socket socket, String text) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write((text + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  @Override
  public void close() throws IOException {
    listening.close();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
