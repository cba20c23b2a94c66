package io.archway.http.imaging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;

/** Follows events over a socket of its own, as a browser reads them. One thread. */
final class EventClient implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int TIMEOUT_MILLIS = 60_000;

  private final Socket socket = new Socket();
  private final InputStream in;
  private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final int status;
  private final StringBuilder text = new StringBuilder();
  private final Deque<String> blocks = new ArrayDeque<>();
  private boolean ended;

  /** An event as it was sent. */
  record Received(long id, String event, JsonNode data) {}

  EventClient(int port, String target, Map<String, String> headers) throws IOException {
    this(port, target, headers, 65_536);
  }

  EventClient(int port, String target, Map<String, String> headers, int receiveBufferBytes)
      throws IOException {
    socket.setReceiveBufferSize(receiveBufferBytes);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    in = new BufferedInputStream(socket.getInputStream());
    StringBuilder head = new StringBuilder("GET " + target + " HTTP/1.1\r\nHost: a\r\n");
    headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    socket.getOutputStream().write((head + "\r\n").getBytes(StandardCharsets.UTF_8));
    status = Integer.parseInt(line().substring(9, 12));
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      this.headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
    }
  }

  int status() {
    return status;
  }

  String header(String name) {
    return headers.get(name);
  }

  /** The next event; null at the proper end of the answer. */
  Received next() throws IOException {
    for (String block = nextBlock(); block != null; block = nextBlock()) {
      if (block.contains("data: ")) {
        return received(block);
      }
    }
    return null;
  }

  /** The lines up to the next empty one, comments too; null at the proper end of the answer. */
  String nextBlock() throws IOException {
    while (blocks.isEmpty() && !ended) {
      readChunk();
    }
    return blocks.poll();
  }

  private static Received received(String block) throws IOException {
    Map<String, String> fields = new TreeMap<>();
    for (String line : block.split("\n")) {
      String[] parts = line.split(": ", 2);
      fields.put(parts[0], parts[1]);
    }
    return new Received(
        Long.parseLong(fields.get("id")), fields.get("event"), JSON.readTree(fields.get("data")));
  }

  private void readChunk() throws IOException {
    int length = Integer.parseInt(line(), 16);
    text.append(new String(in.readNBytes(length), StandardCharsets.UTF_8));
    line();
    ended = length == 0;
    for (int end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
      blocks.add(text.substring(0, end));
      text.delete(0, end + 2);
    }
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("end after: " + line);
      }
      line.append((char) b);
    }
    return line.toString().strip();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
