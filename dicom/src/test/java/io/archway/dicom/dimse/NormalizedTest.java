package io.archway.dicom.dimse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archway.dicom.data.DataSet;
import io.archway.dicom.data.DataSets;
import io.archway.dicom.data.TransferSyntax;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Uids;
import io.archway.dicom.dict.Vr;
import io.archway.dicom.net.AcceptorPolicy;
import io.archway.dicom.net.AssociateRq;
import io.archway.dicom.net.AssociationAcceptor;
import io.archway.dicom.net.GoldenPdus;
import io.archway.dicom.net.PresentationContextProposal;
import io.archway.dicom.net.Rejection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** N-CREATE and N-SET (PS3.7 10.1.3, 10.1.5): golden commands, and both sides on sockets. */
class NormalizedTest {
  private static final String MPPS = Uids.MODALITY_PERFORMED_PROCEDURE_STEP;

  /** Of PDU, PDV item and message control. */
  private static final int HEADERS = 12;

  @Test
  void readsTheRequestsOfAnotherImplementation() {
    CommandSet create = golden("p-data-n-create-rq");
    assertThat(create.problem()).isNull();
    assertThat(create.operation()).isEqualTo(DimseOperation.N_CREATE);
    assertThat(create.hasDataSet()).isTrue();
    assertThat(create.sopClassUid()).isEqualTo(MPPS);
    assertThat(create.sopInstanceUid()).isEqualTo("2.25.77");
    CommandSet set = golden("p-data-n-set-rq");
    assertThat(set.problem()).isNull();
    assertThat(set.operation()).isEqualTo(DimseOperation.N_SET);
    assertThat(set.sopClassUid()).isEqualTo(MPPS);
    assertThat(set.sopInstanceUid()).isEqualTo("2.25.77");
  }

  @Test
  void writesResponsesAsTheStandardHasThem() {
    DimseResponse missing =
        DimseResponse.of(DimseStatus.MISSING_ATTRIBUTE)
            .withAttributeIdentifiers(List.of(Tag.PERFORMED_PROCEDURE_STEP_STATUS, Tag.MODALITY));
    assertThat(missing.toCommand(golden("p-data-n-create-rq")).encode())
        .isEqualTo(command("p-data-n-create-rsp"));
    DimseResponse ended =
        DimseResponse.of(DimseStatus.PROCESSING_FAILURE)
            .withErrorId(0xA710)
            .withErrorComment("no longer updated");
    assertThat(ended.toCommand(golden("p-data-n-set-rq")).encode())
        .isEqualTo(command("p-data-n-set-rsp"));
  }

  @Test
  void readsTheTagsOfAResponse() {
    assertThat(golden("p-data-n-create-rsp").tags(Tag.ATTRIBUTE_IDENTIFIER_LIST))
        .containsExactly(Tag.PERFORMED_PROCEDURE_STEP_STATUS, Tag.MODALITY);
    CommandSet odd = golden("p-data-n-create-rsp");
    odd.elements().putBytes(Tag.ATTRIBUTE_IDENTIFIER_LIST, Vr.AT, new byte[] {1, 2});
    assertThat(odd.tags(Tag.ATTRIBUTE_IDENTIFIER_LIST)).isEmpty();
  }

  @Test
  void bothSidesUnderstandEachOther() throws Exception {
    RecordingScp scp = new RecordingScp();
    try (AssociationAcceptor acceptor =
            AssociationAcceptor.start(
                AssociationAcceptor.Settings.onPort(0),
                new AnyPolicy(),
                ServiceRegistry.builder().add(MPPS, scp).build(),
                new RecordingListener(),
                null);
        AssociationRequester requester = connect(acceptor.port())) {
      DataSet attributes = new DataSet().put(Tag.MODALITY, Vr.CS, "PX");
      assertThat(requester.create(1, "2.25.1", attributes).command().sopInstanceUid())
          .isEqualTo("2.25.1");
      assertThat(requester.create(1, null, attributes).command().sopInstanceUid())
          .as("made by the provider")
          .isEqualTo("2.25.999");
      assertThat(requester.create(1, "2.25.2", null).isSuccess()).isTrue();
      assertThat(requester.set(1, "2.25.1", attributes).isSuccess()).isTrue();
      assertThat(scp.log)
          .containsExactly(
              "N-CREATE 2.25.1 PX", "N-CREATE null PX", "N-CREATE 2.25.2", "N-SET 2.25.1 PX");
      assertThatThrownBy(() -> requester.set(3, "2.25.1", attributes))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static AssociationRequester connect(int port) throws Exception {
    return AssociationRequester.connect(
        RequesterSettings.of(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port), "PAN1", "ARCHWAY"),
        List.of(new PresentationContextProposal(1, MPPS, List.of(Uids.IMPLICIT_VR_LITTLE_ENDIAN))));
  }

  private static CommandSet golden(String name) {
    return CommandSet.decode(ByteBuffer.wrap(command(name)));
  }

  private static byte[] command(String name) {
    byte[] pdu = GoldenPdus.bytes(name);
    return Arrays.copyOfRange(pdu, HEADERS, pdu.length);
  }

  /** Takes everything, and names what has no name. */
  private static final class RecordingScp implements ServiceClassProvider {
    final List<String> log = new ArrayList<>();

    @Override
    public DataSetSink onRequest(DimseRequest request, Responder responder) {
      String said = request.operation().label() + " " + request.sopInstanceUid();
      if (!request.hasDataSet()) {
        answer(said, request, responder);
        return null;
      }
      TransferSyntax syntax = TransferSyntax.of(request.context().transferSyntaxUid());
      return new DataSetCollector(
          1_000,
          bytes ->
              answer(
                  said + " " + DataSets.read(bytes, syntax).string(Tag.MODALITY),
                  request,
                  responder),
          problem -> responder.respond(DimseStatus.RESOURCE_LIMITATION, problem));
    }

    private void answer(String said, DimseRequest request, Responder responder) {
      log.add(said);
      DimseResponse success = DimseResponse.of(DimseStatus.SUCCESS);
      responder.respond(
          request.sopInstanceUid() == null
              ? success.withAffectedSopInstanceUid("2.25.999")
              : success);
    }
  }

  private static final class AnyPolicy implements AcceptorPolicy {
    @Override
    public Optional<Rejection> refuse(AssociateRq request, InetSocketAddress peer) {
      return Optional.empty();
    }

    @Override
    public boolean acceptsAbstractSyntax(String abstractSyntaxUid, AssociateRq request) {
      return true;
    }
  }
}
