package io.archway.gateway.lifecycle;

import io.archway.dicom.dict.Uids;
import io.archway.testdata.SampleObject;
import io.archway.testdata.Samples;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

/**
 * A peer on a bare socket that begins as others do and then sends nothing more, or sends on and
 * takes no answer. Its calling AE title names where it stalls. One thread; it sends on another.
 */
final class StalledSender implements AutoCloseable {
  private static final int STORE_CONTEXT = 1;
  private static final int ECHO_CONTEXT = 3;
  private static final int FRAGMENT_BYTES = 32 << 10;
  private static final int COMMAND = 1;
  private static final int LAST = 2;

  /** Kept in memory until it is whole, and far more than one buffer. */
  private static final SampleObject SLICE = Samples.slice(4_000, 640, 640);

  private static final SampleObject LARGE = Samples.slice(4_001, 1200, 1200);

  /** Where it stalls, and the limit that ends it. */
  enum Stage {
    NOTHING_SENT("artim"),
    WITHIN_REQUEST("artim"),
    ASSOCIATED("idle"),
    WITHIN_HEADER("pdu"),
    WITHIN_COMMAND("pdu"),
    HALF_A_COMMAND("idle"),
    NO_DATA_SET("idle"),
    WITHIN_SLICE("pdu"),
    HALF_A_SLICE("idle"),
    WITHIN_LARGE("pdu"),
    HALF_A_LARGE("idle"),
    READS_NOTHING("idle");

    private final String limit;

    Stage(String limit) {
      this.limit = limit;
    }

    /** As the reason names it. */
    String limitName() {
      return limit + "TimeoutMillis";
    }

    boolean isAssociated() {
      return compareTo(ASSOCIATED) >= 0;
    }
  }

  private final Stage stage;
  private final Socket socket = new Socket();
  private final CompletableFuture<Void> sent = new CompletableFuture<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  private StalledSender(Stage stage) {
    this.stage = stage;
  }

  static StalledSender at(Stage stage, int port) throws IOException {
    StalledSender sender = new StalledSender(stage);
    if (stage == Stage.READS_NOTHING) {
      sender.socket.setReceiveBufferSize(4 << 10);
    }
    sender.socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    Thread thread = new Thread(sender::send, "stalled-" + stage);
    thread.setDaemon(true);
    thread.start();
    return sender;
  }

  Stage stage() {
    return stage;
  }

  /** It has sent what it ever sends; of one that sends on, as soon as it does. */
  boolean isStalled() {
    return sent.isDone();
  }

  /** Returns when the gateway has closed the connection. */
  void awaitClosed() {
    if (stage == Stage.READS_NOTHING) {
      ended.join();
      return;
    }
    try {
      while (socket.getInputStream().read() >= 0) {
        // its answers, and A-ABORT
      }
    } catch (IOException reset) {
      // closed with bytes under way
    }
  }

  /** It vanishes. */
  @Override
  public void close() throws IOException {
    socket.close();
  }

  private void send() {
    try {
      OutputStream out = socket.getOutputStream();
      out.write(beginning());
      sent.complete(null);
      byte[] echo = echo();
      while (stage == Stage.READS_NOTHING) {
        out.write(echo);
      }
    } catch (IOException e) {
      sent.completeExceptionally(e);
    }
    ended.complete(null);
  }

  private byte[] beginning() {
    byte[] request = associateRq();
    byte[] halfAPdu = {4, 0, 0, 0, 16, 0, 0, 0, 12, STORE_CONTEXT, COMMAND};
    return switch (stage) {
      case NOTHING_SENT -> new byte[0];
      case WITHIN_REQUEST -> Arrays.copyOf(request, request.length / 2);
      case ASSOCIATED, READS_NOTHING -> request;
      case WITHIN_HEADER -> joined(request, new byte[] {4, 0, 0});
      case WITHIN_COMMAND -> joined(request, halfAPdu);
      case HALF_A_COMMAND -> joined(request, pData(STORE_CONTEXT, COMMAND, new byte[8]));
      case NO_DATA_SET -> joined(request, storeRq(SLICE));
      case WITHIN_SLICE -> joined(request, storeRq(SLICE), half(SLICE), halfAFragment());
      case HALF_A_SLICE -> joined(request, storeRq(SLICE), half(SLICE));
      case WITHIN_LARGE -> joined(request, storeRq(LARGE), half(LARGE), halfAFragment());
      case HALF_A_LARGE -> joined(request, storeRq(LARGE), half(LARGE));
    };
  }

  /** More than half of the data set, in whole PDUs. */
  private static byte[] half(SampleObject object) {
    byte[] dataSet = object.dataSetBytes();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < dataSet.length * 3L / 4; i += FRAGMENT_BYTES) {
      out.writeBytes(pData(STORE_CONTEXT, 0, Arrays.copyOfRange(dataSet, i, i + FRAGMENT_BYTES)));
    }
    return out.toByteArray();
  }

  private static byte[] halfAFragment() {
    byte[] whole = pData(STORE_CONTEXT, 0, new byte[FRAGMENT_BYTES]);
    return Arrays.copyOf(whole, whole.length / 2);
  }

  // PS3.8 9.3: PDUs and items are type, reserved, length, body.

  private byte[] associateRq() {
    byte[] body =
        joined(
            new byte[] {0, 1, 0, 0},
            padded("ARCHWAY", 16),
            padded(stage.name(), 16),
            new byte[32],
            item(0x10, "1.2.840.10008.3.1.1.1".getBytes(StandardCharsets.US_ASCII)),
            context(STORE_CONTEXT, SLICE.sopClassUid(), SLICE.transferSyntax().uid()),
            context(ECHO_CONTEXT, Uids.VERIFICATION, Uids.IMPLICIT_VR_LITTLE_ENDIAN),
            item(0x50, item(0x51, ByteBuffer.allocate(4).putInt(16 << 10).array())));
    return pdu(1, body);
  }

  private static byte[] context(int id, String abstractSyntax, String transferSyntax) {
    return item(
        0x20,
        joined(
            new byte[] {(byte) id, 0, 0, 0},
            item(0x30, abstractSyntax.getBytes(StandardCharsets.US_ASCII)),
            item(0x40, transferSyntax.getBytes(StandardCharsets.US_ASCII))));
  }

  private static byte[] item(int type, byte[] body) {
    return joined(
        ByteBuffer.allocate(4).put((byte) type).put((byte) 0).putShort((short) body.length).array(),
        body);
  }

  private static byte[] pdu(int type, byte[] body) {
    return joined(
        ByteBuffer.allocate(6).put((byte) type).put((byte) 0).putInt(body.length).array(), body);
  }

  private static byte[] pData(int context, int control, byte[] fragment) {
    byte[] header =
        ByteBuffer.allocate(6)
            .putInt(fragment.length + 2)
            .put((byte) context)
            .put((byte) control)
            .array();
    return pdu(4, joined(header, fragment));
  }

  // PS3.7 Annex E: command elements in implicit VR little endian.

  private static byte[] storeRq(SampleObject object) {
    byte[] elements =
        joined(
            element(0x0002, uid(object.sopClassUid())),
            element(0x0100, number(0x0001)),
            element(0x0110, number(1)),
            element(0x0700, number(0)),
            element(0x0800, number(0x0001)),
            element(0x1000, uid(object.sopInstanceUid())));
    return pData(STORE_CONTEXT, COMMAND | LAST, command(elements));
  }

  private static byte[] echo() {
    byte[] elements =
        joined(
            element(0x0002, uid(Uids.VERIFICATION)),
            element(0x0100, number(0x0030)),
            element(0x0110, number(1)),
            element(0x0800, number(0x0101)));
    return pData(ECHO_CONTEXT, COMMAND | LAST, command(elements));
  }

  private static byte[] command(byte[] elements) {
    byte[] length =
        ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(elements.length).array();
    return joined(element(0x0000, length), elements);
  }

  private static byte[] element(int number, byte[] value) {
    byte[] header =
        ByteBuffer.allocate(8)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putShort((short) 0)
            .putShort((short) number)
            .putInt(value.length)
            .array();
    return joined(header, value);
  }

  private static byte[] number(int value) {
    return new byte[] {(byte) value, (byte) (value >> 8)};
  }

  private static byte[] uid(String uid) {
    byte[] ascii = uid.getBytes(StandardCharsets.US_ASCII);
    return Arrays.copyOf(ascii, ascii.length + ascii.length % 2);
  }

  private static byte[] padded(String text, int length) {
    byte[] padded = new byte[length];
    Arrays.fill(padded, (byte) ' ');
    byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(ascii, 0, padded, 0, ascii.length);
    return padded;
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
