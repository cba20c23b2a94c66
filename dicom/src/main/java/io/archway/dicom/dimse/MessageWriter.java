package io.archway.dicom.dimse;

import io.archway.dicom.data.DataSet;
import io.archway.dicom.data.DataSetWriter;
import io.archway.dicom.data.TransferSyntax;
import io.archway.dicom.net.PresentationContext;
import io.archway.dicom.net.UpperLayerService;
import io.netty.buffer.ByteBuf;

/** Cuts command sets and small data sets into PDVs the peer takes. Event loop only. */
final class MessageWriter {

  /** What a PDU with one PDV has around the fragment: length, context id and control header. */
  static final int PDV_OVERHEAD = 6;

  private final UpperLayerService service;

  MessageWriter(UpperLayerService service) {
    this.service = service;
  }

  void write(EncodedMessage message) {
    write(message.contextId(), true, message.command());
    if (message.dataSet() != null) {
      write(message.contextId(), false, message.dataSet());
    }
  }

  void writeCommand(int contextId, CommandSet command) {
    write(contextId, true, command.encode());
  }

  void writeDataSet(int contextId, byte[] encoded) {
    write(contextId, false, encoded);
  }

  /** What can fail, before anything of the message is on its way; null for null. */
  static byte[] encode(PresentationContext context, DataSet dataSet) {
    return dataSet == null
        ? null
        : DataSetWriter.toBytes(dataSet, TransferSyntax.of(context.transferSyntaxUid()));
  }

  private void write(int contextId, boolean command, byte[] bytes) {
    int max = service.maxSentPduLengthBytes() - PDV_OVERHEAD;
    int offset = 0;
    do {
      int length = Math.min(max, bytes.length - offset);
      ByteBuf content = service.allocator().buffer(length, length);
      content.writeBytes(bytes, offset, length);
      offset += length;
      service.sendFragment(contextId, command, offset == bytes.length, content);
    } while (offset < bytes.length);
  }
}
