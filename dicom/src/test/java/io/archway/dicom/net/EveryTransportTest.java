package io.archway.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.archway.dicom.dict.Uids;
import io.archway.dicom.dimse.AssociationRequester;
import io.archway.dicom.dimse.RequesterSettings;
import io.archway.dicom.dimse.ServiceRegistry;
import io.archway.dicom.dimse.VerificationScp;
import io.netty.channel.epoll.Epoll;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Linux' epoll and NIO do the same. */
class EveryTransportTest {

  @ParameterizedTest
  @EnumSource(Transport.class)
  void answersAnEchoAndAsksForQuickAcknowledgements(Transport transport) throws Exception {
    assumeTrue(transport == Transport.NIO || Epoll.isAvailable(), "no epoll here");
    CompletableFuture<UpperLayerService> accepted = new CompletableFuture<>();
    ServiceRegistry services =
        ServiceRegistry.builder().add(Uids.VERIFICATION, new VerificationScp()).build();
    try (AssociationAcceptor acceptor =
            AssociationAcceptor.start(
                transport,
                AssociationAcceptor.Settings.onPort(0),
                new ScriptedUser(),
                service -> {
                  accepted.complete(service);
                  return services.create(service);
                },
                new AssociationListener() {},
                null);
        AssociationRequester requester =
            AssociationRequester.connect(
                RequesterSettings.of(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), acceptor.port()),
                    "SENDER",
                    "ARCHWAY"),
                List.of(
                    new PresentationContextProposal(
                        1, Uids.VERIFICATION, List.of(Uids.IMPLICIT_VR_LITTLE_ENDIAN))))) {
      assertThat(requester.echo().isSuccess()).isTrue();
      assertThat(asksForQuickAcknowledgements(accepted.get()))
          .isEqualTo(System.getProperty("os.name").equals("Linux"));
    }
  }

  private static boolean asksForQuickAcknowledgements(UpperLayerService service) throws Exception {
    UpperLayer upperLayer = (UpperLayer) service;
    return service.eventLoop().submit(() -> upperLayer.quickAck().isSupported()).get();
  }
}
