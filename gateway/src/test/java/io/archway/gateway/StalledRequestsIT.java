package io.archway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.dicom.dimse.AssociationRequester;
import io.archway.dicom.dimse.RequesterSettings;
import io.archway.dicom.dimse.StoreRequest;
import io.archway.dicom.net.PresentationContextProposal;
import io.archway.testdata.SampleObject;
import io.archway.testdata.Samples;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * As many connections as there may be but a few, each of which stalls in the longest request for an
 * association, to the real program with the memory it is delivered with.
 */
class StalledRequestsIT {
  private static final int CONNECTIONS = 390;
  private static final int REQUEST_BYTES = 256 << 10;
  private static final int MISSING_BYTES = 1000;

  private final List<Socket> stalled = new ArrayList<>();
  @TempDir private Path folder;

  @Test
  void doNotTakeTheMemoryOfThoseWhoSend() throws Exception {
    try (RunningGateway gateway =
        RunningGateway.start(
            folder.resolve("home"),
            folder.resolve("serve.log"),
            Map.of(
                "ARCHWAY_DICOM_MAX_ASSOCIATIONS_PER_PEER", "200",
                "ARCHWAY_DICOM_ARTIM_TIMEOUT", "10m",
                "ARCHWAY_STORE_MINIMUM_FREE_SPACE", "0B"))) {
      try {
        for (int i = 0; i < CONNECTIONS; i++) {
          stall(gateway);
        }
        for (int turn = 0; turn < 4; turn++) {
          storeOverAnAssociationOfItsOwn(gateway, 10 * turn);
        }
        assertThat(gateway.json("/api/association?per_page=100").toString())
            .contains("others need the memory");
      } finally {
        for (Socket each : stalled) {
          each.close();
        }
      }
    }
  }

  private void stall(RunningGateway gateway) throws IOException {
    byte[] request = new byte[6 + REQUEST_BYTES - MISSING_BYTES];
    ByteBuffer.wrap(request).put((byte) 1).put((byte) 0).putInt(REQUEST_BYTES);
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.dicomPort());
    stalled.add(socket);
    try {
      socket.getOutputStream().write(request);
    } catch (SocketException e) {
      // it was ended already, as it may be
    }
  }

  private static void storeOverAnAssociationOfItsOwn(RunningGateway gateway, int first)
      throws IOException {
    SampleObject any = Samples.tiny(1);
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), gateway.dicomPort());
    try (AssociationRequester scanner =
        AssociationRequester.connect(
            RequesterSettings.of(address, "SCANNER", "ARCHWAY"),
            List.of(
                new PresentationContextProposal(
                    1, any.sopClassUid(), List.of(any.transferSyntax().uid()))))) {
      for (int i = 0; i < 5; i++) {
        SampleObject slice = Samples.slice(first + i, 512, 512);
        assertThat(
                scanner
                    .store(
                        StoreRequest.of(1, slice.sopClassUid(), slice.sopInstanceUid()),
                        Channels.newChannel(new ByteArrayInputStream(slice.dataSetBytes())),
                        sent -> {})
                    .status())
            .isZero();
      }
    }
  }
}
