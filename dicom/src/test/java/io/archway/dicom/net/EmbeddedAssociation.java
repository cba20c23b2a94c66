package io.archway.dicom.net;

import io.archway.dicom.dict.Uids;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;

/** An established association of the acceptor without a network, for tests of its user. */
public final class EmbeddedAssociation {

  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final EmbeddedChannel answers;

  /** What this side sent: PDUs of other kinds, and P-DATA as whole command or data sets. */
  public record Sent(Pdu pdu, int contextId, boolean command, byte[] message) {}

  /**
   * @param contexts abstract syntaxes; their context ids are 1, 3, 5…, in implicit VR little endian
   */
  public EmbeddedAssociation(
      UpperLayerUser.Factory users,
      AssociationListener listener,
      AssociationLimits limits,
      AcceptorPolicy policy,
      long peerMaxPduLengthBytes,
      String... contexts) {
    answers = new EmbeddedChannel(new PduDecoder(limits, () -> false));
    List<PresentationContextProposal> proposals = new ArrayList<>();
    for (String abstractSyntaxUid : contexts) {
      proposals.add(
          new PresentationContextProposal(
              2 * proposals.size() + 1,
              abstractSyntaxUid,
              List.of(Uids.IMPLICIT_VR_LITTLE_ENDIAN)));
    }
    channel
        .pipeline()
        .addLast(
            new UpperLayer(AssociationSide.acceptor(policy, null, users, listener), limits, 1));
    channel.pipeline().fireChannelActive();
    receive(
        new AssociateRq(
            1,
            "ARCHWAY",
            "SENDER",
            Uids.DICOM_APPLICATION_CONTEXT,
            proposals,
            UserInformation.of(peerMaxPduLengthBytes, "1.2", null)));
    sent();
  }

  public EmbeddedChannel channel() {
    return channel;
  }

  public void receive(Pdu pdu) {
    channel.writeInbound(bytes(pdu));
  }

  /** In one buffer, as from one read. */
  public void receiveTogether(Pdu... pdus) {
    ByteBuf all = Unpooled.buffer();
    for (Pdu pdu : pdus) {
      ByteBuf bytes = bytes(pdu);
      all.writeBytes(bytes);
      bytes.release();
    }
    channel.writeInbound(all);
  }

  /** Everything sent since the last call. */
  public List<Sent> sent() {
    channel.runPendingTasks();
    for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
      answers.writeInbound(part);
    }
    List<Sent> all = new ArrayList<>();
    ByteBuf message = Unpooled.buffer();
    for (Pdu pdu = answers.readInbound(); pdu != null; pdu = answers.readInbound()) {
      if (pdu instanceof PDataFragment fragment) {
        message.writeBytes(fragment.content());
        if (fragment.last()) {
          byte[] bytes = new byte[message.readableBytes()];
          message.readBytes(bytes).clear();
          all.add(new Sent(pdu, fragment.presentationContextId(), fragment.command(), bytes));
        }
        fragment.release();
      } else {
        all.add(new Sent(pdu, 0, false, null));
      }
    }
    return all;
  }

  public void close() {
    channel.finishAndReleaseAll();
    answers.finishAndReleaseAll();
  }

  private static ByteBuf bytes(Pdu pdu) {
    EmbeddedChannel encoding = new EmbeddedChannel(new PduEncoder());
    encoding.writeOutbound(pdu);
    ByteBuf all = Unpooled.buffer();
    for (ByteBuf part = encoding.readOutbound(); part != null; part = encoding.readOutbound()) {
      all.writeBytes(part);
      part.release();
    }
    encoding.finishAndReleaseAll();
    return all;
  }
}
