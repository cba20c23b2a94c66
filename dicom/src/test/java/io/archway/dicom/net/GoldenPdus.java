package io.archway.dicom.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Reads testdata/pdu. Everything from # to the end of a line is comment. */
public final class GoldenPdus {

  static final List<String> ALL =
      List.of(
          "associate-rq-echoscu",
          "associate-rq-all-items",
          "associate-ac-storescp",
          "associate-ac-all-items",
          "associate-rj",
          "p-data-c-echo-rq",
          "p-data-c-echo-rsp",
          "p-data-command-and-data",
          "p-data-n-create-rq",
          "p-data-n-create-rsp",
          "p-data-n-set-rq",
          "p-data-n-set-rsp",
          "release-rq",
          "release-rp",
          "abort");

  private GoldenPdus() {}

  public static byte[] bytes(String name) {
    Path file = Path.of("..", "testdata", "pdu", name + ".hex");
    try {
      String hex =
          Files.readAllLines(file).stream()
              .map(line -> line.replaceAll("#.*", "").replaceAll("\\s", ""))
              .collect(Collectors.joining());
      return ByteBufUtil.decodeHexDump(hex);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ByteBuf buffer(String name) {
    return Unpooled.wrappedBuffer(bytes(name));
  }
}
