package io.archway.dicom.dimse;

import io.archway.dicom.net.PDataFragment;
import io.archway.dicom.net.UpperLayerService;
import io.netty.buffer.ByteBuf;

/** Collects the fragments of one command set, up to the limit. Event loop only. */
final class CommandAssembly {

  private final UpperLayerService service;
  private ByteBuf collected;
  private int contextId;

  CommandAssembly(UpperLayerService service) {
    this.service = service;
  }

  /** Null, or why the fragment cannot be taken. */
  String add(PDataFragment fragment) {
    ByteBuf content = fragment.content();
    int max = service.limits().maxCommandSetLengthBytes();
    int length = (collected == null ? 0 : collected.readableBytes()) + content.readableBytes();
    if (length > max) {
      return "command set length: " + length + " so far (expected: <= " + max + ")";
    }
    if (collected == null) {
      contextId = fragment.presentationContextId();
      // Mostly the whole command set comes at once; then it is read where it lies.
      collected = fragment.last() ? content.retain() : service.allocator().buffer(length, max);
      if (fragment.last()) {
        return null;
      }
    }
    if (fragment.presentationContextId() != contextId) {
      return "presentation context id of a command fragment: "
          + fragment.presentationContextId()
          + " (expected: "
          + contextId
          + ", as the fragment before)";
    }
    collected.writeBytes(content, content.readerIndex(), content.readableBytes());
    return null;
  }

  /** The command set, once its last fragment was added. */
  CommandSet take() {
    try {
      return CommandSet.decode(collected.nioBuffer());
    } finally {
      release();
    }
  }

  void release() {
    if (collected != null) {
      collected.release();
      collected = null;
    }
  }
}
