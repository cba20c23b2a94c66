package io.archway.http.imaging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One request a connection, sent as it is written: no library tidies a hostile path. */
final class ApiClient {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int TIMEOUT_MILLIS = 120_000;

  private final int port;

  ApiClient(int port) {
    this.port = port;
  }

  /** An answer; the names of headers have no case. */
  record Answer(int status, Map<String, String> headers, byte[] body) {

    String header(String name) {
      return headers.get(name);
    }

    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    JsonNode json() throws IOException {
      return JSON.readTree(body);
    }
  }

  Answer get(String target, String token) throws IOException {
    return send("GET", target, Map.of("Authorization", "Bearer " + token), null);
  }

  Answer get(String target, String token, String name, String value) throws IOException {
    return send("GET", target, Map.of("Authorization", "Bearer " + token, name, value), null);
  }

  /** {@code body} in UTF-8, or null for none. */
  Answer send(String method, String target, Map<String, String> headers, String body)
      throws IOException {
    byte[] bytes = body == null ? null : body.getBytes(StandardCharsets.UTF_8);
    return sendBytes(method, target, headers, bytes);
  }

  Answer sendBytes(String method, String target, Map<String, String> headers, byte[] body)
      throws IOException {
    StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: a\r\n");
    headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    if (body != null) {
      head.append("Content-Length: " + body.length + "\r\n");
    }
    head.append("Connection: close\r\n\r\n");
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      OutputStream out = socket.getOutputStream();
      out.write(head.toString().getBytes(StandardCharsets.UTF_8));
      if (body != null) {
        out.write(body);
      }
      out.flush();
      return read(socket.getInputStream(), method.equals("HEAD"));
    }
  }

  private static Answer read(InputStream in, boolean headOnly) throws IOException {
    int status = Integer.parseInt(line(in).substring(9, 12));
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      List<String> parts = List.of(line.split(": *", 2));
      headers.put(parts.get(0), parts.get(1));
    }
    if (headOnly || status == 204 || status == 304) {
      return new Answer(status, headers, new byte[0]);
    }
    int length = Integer.parseInt(headers.get("Content-Length"));
    byte[] body = in.readNBytes(length);
    if (body.length != length) {
      throw new EOFException("body: " + body.length + " bytes (expected: " + length + ")");
    }
    return new Answer(status, headers, body);
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("end after: " + line);
      }
      line.append((char) b);
    }
    return line.toString().strip();
  }
}
