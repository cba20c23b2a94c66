package io.archway.worklist.hl7;

import io.archway.index.order.Order;
import io.archway.index.order.OrderException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import java.util.regex.Pattern;

/** Reads a file of messages one by one, so that one that is wrong is nothing to the others. */
public final class Hl7Reader {
  private static final int CONTROL_ID = 10;
  private static final int MAX_CONTROL_ID = 40;

  private Hl7Reader() {}

  /** A message not yet understood. */
  public record Unread(List<byte[]> lines) {

    /**
     * Its orders, none where it only informs.
     *
     * @throws OrderException if it is no message, or not one that can be taken
     */
    public List<Order> orders(ZoneId zone) {
      return Hl7Orders.of(Hl7Message.parse(lines), zone);
    }

    /** MSH-10, for whoever looks for it; "" where there is none that can be shown. */
    public String controlId() {
      String header = new String(lines.get(0), StandardCharsets.ISO_8859_1);
      String[] fields =
          header.length() < 4 ? new String[0] : header.split(quoted(header.charAt(3)), 20);
      String id = fields.length < CONTROL_ID ? "" : fields[CONTROL_ID - 1];
      return id.matches("[A-Za-z0-9._:/-]{1," + MAX_CONTROL_ID + "}") ? id : "";
    }

    private static String quoted(char c) {
      return Pattern.quote(String.valueOf(c));
    }
  }

  /** Whether these may be the first bytes of a file of messages. */
  public static boolean looksLikeHl7(byte[] bytes) {
    return Hl7File.looksLikeHl7(bytes);
  }

  /**
   * @throws OrderException if the file holds none, or is cut off
   */
  public static List<Unread> messages(byte[] bytes) {
    return Hl7File.messages(bytes).stream().map(Unread::new).toList();
  }
}
