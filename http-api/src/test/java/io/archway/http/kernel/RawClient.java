package io.archway.http.kernel;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Sends bytes as they are and reads answers by their framing. One thread. */
final class RawClient implements AutoCloseable {

  private static final int TIMEOUT_MILLIS = 20_000;

  final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  /** One answer as it came. */
  record Answer(int status, List<String> headers, byte[] body) {

    String header(String name) {
      List<String> values = headers(name);
      return values.isEmpty() ? null : values.get(0);
    }

    List<String> headers(String name) {
      List<String> values = new ArrayList<>();
      for (String header : headers) {
        int colon = header.indexOf(':');
        if (header.substring(0, colon).equalsIgnoreCase(name)) {
          values.add(header.substring(colon + 1).strip());
        }
      }
      return values;
    }

    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  RawClient(int port) throws IOException {
    this(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  RawClient(Socket socket) throws IOException {
    this.socket = socket;
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    this.in = socket.getInputStream();
    this.out = socket.getOutputStream();
  }

  RawClient send(String bytes) throws IOException {
    return send(bytes.getBytes(StandardCharsets.ISO_8859_1));
  }

  RawClient send(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
    return this;
  }

  /** A whole request with a Host header. */
  RawClient request(String method, String target, String... headers) throws IOException {
    StringBuilder text = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: a\r\n");
    for (String header : headers) {
      text.append(header).append("\r\n");
    }
    return send(text + "\r\n");
  }

  RawClient json(String method, String target, String body, String... headers) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    List<String> all = new ArrayList<>(List.of(headers));
    all.add("Content-Type: application/json");
    all.add("Content-Length: " + bytes.length);
    return request(method, target, all.toArray(String[]::new)).send(bytes);
  }

  Answer get(String target, String... headers) throws IOException {
    return request("GET", target, headers).answer();
  }

  Answer answer() throws IOException {
    return answer(false);
  }

  /** The next answer; {@code head}: to a HEAD request, so without body. */
  Answer answer(boolean head) throws IOException {
    String statusLine = line();
    int status = Integer.parseInt(statusLine.substring(9, 12));
    List<String> headers = new ArrayList<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      headers.add(line);
    }
    Answer answer = new Answer(status, headers, new byte[0]);
    if (head || status < 200 || status == 204 || status == 304) {
      return answer;
    }
    if ("chunked".equals(answer.header("Transfer-Encoding"))) {
      return new Answer(status, headers, chunks());
    }
    String length = answer.header("Content-Length");
    byte[] body = length == null ? in.readAllBytes() : in.readNBytes(Integer.parseInt(length));
    return new Answer(status, headers, body);
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (byte[] chunk = chunk(); chunk.length > 0; chunk = chunk()) {
      body.write(chunk);
    }
    return body.toByteArray();
  }

  byte[] chunk() throws IOException {
    byte[] chunk = in.readNBytes(Integer.parseInt(line(), 16));
    line();
    return chunk;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    while (true) {
      int b = in.read();
      if (b < 0) {
        throw new EOFException("end after: " + line);
      } else if (b == '\n') {
        return line.substring(0, line.length() - 1);
      }
      line.append((char) b);
    }
  }

  /** Whether the server has closed, without a further byte. */
  boolean isAtEnd() throws IOException {
    return in.read() < 0;
  }

  InputStream in() {
    return in;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
