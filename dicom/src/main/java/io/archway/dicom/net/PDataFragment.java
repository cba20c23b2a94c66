package io.archway.dicom.net;

import io.netty.buffer.ByteBuf;
import io.netty.util.ReferenceCounted;

/**
 * A piece of one presentation data value (PS3.8 9.3.5.1). Received: whatever part of the PDV has
 * come, as a slice. Sent: one PDV in a P-DATA-TF of its own.
 *
 * @param command whether it belongs to a command set (bit 0 of the message control header)
 * @param last whether it ends the command or data set (bit 1, on the PDV's last piece only)
 * @param content reference counted together with this record
 */
public record PDataFragment(
    int presentationContextId, boolean command, boolean last, ByteBuf content)
    implements Pdu, ReferenceCounted {

  @Override
  public int refCnt() {
    return content.refCnt();
  }

  @Override
  public PDataFragment retain() {
    content.retain();
    return this;
  }

  @Override
  public PDataFragment retain(int increment) {
    content.retain(increment);
    return this;
  }

  @Override
  public PDataFragment touch() {
    content.touch();
    return this;
  }

  @Override
  public PDataFragment touch(Object hint) {
    content.touch(hint);
    return this;
  }

  @Override
  public boolean release() {
    return content.release();
  }

  @Override
  public boolean release(int decrement) {
    return content.release(decrement);
  }
}
