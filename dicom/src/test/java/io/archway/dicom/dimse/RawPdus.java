package io.archway.dicom.dimse;

import io.netty.buffer.ByteBufUtil;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** Golden PDUs as bytes for a bare socket. */
final class RawPdus {

  private RawPdus() {}

  static byte[] associateRq() throws IOException {
    return golden("associate-rq-echoscu");
  }

  static byte[] golden(String name) throws IOException {
    Path file = Path.of("..", "testdata", "pdu", name + ".hex");
    return ByteBufUtil.decodeHexDump(
        Files.readAllLines(file).stream()
            .map(line -> line.replaceAll("#.*|\\s", ""))
            .collect(Collectors.joining()));
  }
}
