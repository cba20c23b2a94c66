package io.archway.dicom.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;

/**
 * The services of the upper layer to its user (PS3.8 7): an association and what can be done with
 * it. What {@link Association} does not declare is for the event loop only.
 */
public interface UpperLayerService extends Association {

  EventLoop eventLoop();

  ByteBufAllocator allocator();

  AssociationLimits limits();

  /**
   * P-DATA request: one PDV, sent at the next {@link #flush()}.
   *
   * @param content taken over; with the PDV header not longer than the peer allows
   */
  ChannelFuture sendFragment(int contextId, boolean command, boolean last, ByteBuf content);

  void flush();

  /** False while the peer is slow to take what was sent. */
  boolean isWritable();

  /** A-RELEASE request. */
  void release();

  /** A-RELEASE response. */
  void confirmRelease();

  /**
   * Whether this side owes the peer something, so that the peer's silence is not idleness. False at
   * first.
   */
  void setBusy(boolean busy);
}
