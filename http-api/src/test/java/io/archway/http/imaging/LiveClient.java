package io.archway.http.imaging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client of the Pusher protocol on Java's own WebSocket, for tests: reads what it is told. */
final class LiveClient implements AutoCloseable, WebSocket.Listener {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final int WAIT_SECONDS = 120;
  private static final String CLOSED = "closed";

  private final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
  private final StringBuilder parts = new StringBuilder();
  private WebSocket socket;
  private String socketId;

  private LiveClient() {}

  /** Connected, its first message read. */
  static LiveClient open(int port) {
    LiveClient client = connect(port, "/app/archway?protocol=7&client=test&version=1&flash=false");
    JsonNode first = client.next();
    if (!first.path("event").asText().equals("pusher:connection_established")) {
      throw new IllegalStateException(first.toString());
    }
    client.socketId = data(first).path("socket_id").asText();
    return client;
  }

  static LiveClient connect(int port, String target) {
    LiveClient client = new LiveClient();
    client.socket =
        CLIENT
            .newWebSocketBuilder()
            .buildAsync(URI.create("ws://127.0.0.1:" + port + target), client)
            .join();
    return client;
  }

  String socketId() {
    return socketId;
  }

  WebSocket socket() {
    return socket;
  }

  void send(String text) {
    socket.sendText(text, true).join();
  }

  void subscribe(String channel, String auth, String channelData) {
    var message = JSON.createObjectNode().put("event", "pusher:subscribe");
    var data = message.putObject("data").put("channel", channel).put("auth", auth);
    if (channelData != null) {
      data.put("channel_data", channelData);
    }
    send(message.toString());
  }

  /** The next message, or {@code {"closed": code}}. */
  JsonNode next() {
    try {
      JsonNode message = messages.poll(WAIT_SECONDS, TimeUnit.SECONDS);
      if (message == null) {
        throw new IllegalStateException("nothing came");
      }
      return message;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The data of a message, which is JSON in a text. */
  static JsonNode data(JsonNode message) {
    try {
      JsonNode data = message.path("data");
      return data.isTextual() ? JSON.readTree(data.textValue()) : data;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads until the end; the code with which it was closed. */
  int closed() {
    JsonNode message = next();
    while (!message.has(CLOSED)) {
      message = next();
    }
    return message.path(CLOSED).asInt();
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
    parts.append(text);
    if (last) {
      try {
        messages.add(JSON.readTree(parts.toString()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      parts.setLength(0);
    }
    from.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onBinary(WebSocket from, ByteBuffer bytes, boolean last) {
    from.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    messages.add(JSON.createObjectNode().put(CLOSED, code).put("why", reason));
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable failure) {
    messages.add(JSON.createObjectNode().put(CLOSED, 1006).put("why", failure.toString()));
  }

  @Override
  public void close() {
    socket.abort();
  }
}
