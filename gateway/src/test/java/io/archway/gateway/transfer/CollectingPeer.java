package io.archway.gateway.transfer;

import io.archway.dicom.dict.Uids;
import io.archway.dicom.dimse.DataSetSink;
import io.archway.dicom.dimse.DimseRequest;
import io.archway.dicom.dimse.DimseStatus;
import io.archway.dicom.dimse.Responder;
import io.archway.dicom.dimse.ServiceRegistry;
import io.archway.dicom.dimse.VerificationScp;
import io.archway.dicom.net.AcceptorPolicy;
import io.archway.dicom.net.AssociateRq;
import io.archway.dicom.net.AssociationAcceptor;
import io.archway.dicom.net.AssociationListener;
import io.archway.dicom.net.PresentationContextProposal;
import io.archway.dicom.net.RejectReason;
import io.archway.dicom.net.Rejection;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** An application that keeps what it is sent, and misbehaves at the instances it is told to. */
public final class CollectingPeer implements AutoCloseable {
  public static final String AE_TITLE = "PEER";

  private final Map<String, byte[]> received = new ConcurrentHashMap<>();
  private final Map<String, DimseStatus> answers = new ConcurrentHashMap<>();
  private final Set<String> aborted = ConcurrentHashMap.newKeySet();
  private final Set<String> deniedSopClasses = ConcurrentHashMap.newKeySet();
  private final AssociationAcceptor acceptor;

  public CollectingPeer() throws IOException {
    ServiceRegistry services =
        ServiceRegistry.builder()
            .add(Uids.VERIFICATION, new VerificationScp())
            .addFamily(uid -> true, this::receive)
            .build();
    acceptor =
        AssociationAcceptor.start(
            AssociationAcceptor.Settings.onPort(0),
            new Policy(),
            services,
            new AssociationListener() {},
            null);
  }

  public Peer peer() {
    return new Peer(AE_TITLE, "localhost", acceptor.port());
  }

  public Map<String, byte[]> received() {
    return received;
  }

  public void answer(String sopInstanceUid, DimseStatus status) {
    answers.put(sopInstanceUid, status);
  }

  public void abortAt(String sopInstanceUid) {
    aborted.add(sopInstanceUid);
  }

  public void deny(String sopClassUid) {
    deniedSopClasses.add(sopClassUid);
  }

  private DataSetSink receive(DimseRequest request, Responder responder) {
    if (aborted.contains(request.sopInstanceUid())) {
      request.association().abort("told to");
    }
    return new Keeping(request, responder);
  }

  @Override
  public void close() {
    acceptor.close();
  }

  private final class Policy implements AcceptorPolicy {
    @Override
    public Optional<Rejection> refuse(AssociateRq request, InetSocketAddress from) {
      return request.calledAeTitle().equals(AE_TITLE)
          ? Optional.empty()
          : Optional.of(
              Rejection.permanent(
                  RejectReason.CALLED_AE_TITLE_NOT_RECOGNIZED, "called AE title unknown"));
    }

    @Override
    public boolean acceptsAbstractSyntax(String uid, AssociateRq request) {
      return !deniedSopClasses.contains(uid);
    }

    @Override
    public Optional<String> chooseTransferSyntax(PresentationContextProposal proposal) {
      return Optional.of(proposal.transferSyntaxUids().get(0));
    }
  }

  private final class Keeping implements DataSetSink {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DimseRequest request;
    private final Responder responder;

    Keeping(DimseRequest request, Responder responder) {
      this.request = request;
      this.responder = responder;
    }

    @Override
    public void onFragment(ByteBuf fragment) {
      bytes.writeBytes(ByteBufUtil.getBytes(fragment));
    }

    @Override
    public void onComplete() {
      String uid = request.sopInstanceUid();
      received.put(uid, bytes.toByteArray());
      responder.respond(answers.getOrDefault(uid, DimseStatus.SUCCESS));
    }

    @Override
    public void onAbort(Throwable cause) {
      bytes.reset();
    }
  }
}
