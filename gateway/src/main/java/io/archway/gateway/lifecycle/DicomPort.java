package io.archway.gateway.lifecycle;

import io.archway.dicom.dimse.ServiceRegistry;
import io.archway.dicom.net.AcceptorPolicy;
import io.archway.dicom.net.AssociationAcceptor;
import io.archway.dicom.net.AssociationLimits;
import io.archway.dicom.net.AssociationListener;
import io.archway.gateway.CommandFailure;
import io.archway.gateway.ExitCode;
import io.archway.gateway.settings.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Opens the DICOM port as the settings say. */
final class DicomPort {
  private static final int EVENT_LOOP_THREADS = 2;

  private DicomPort() {}

  static AssociationAcceptor open(
      Settings settings,
      AcceptorPolicy policy,
      ServiceRegistry services,
      AssociationListener listener) {
    Settings.Dicom dicom = settings.dicom();
    try {
      return AssociationAcceptor.start(
          new AssociationAcceptor.Settings(
              bindAddress(dicom), dicom.port(), limits(settings), EVENT_LOOP_THREADS),
          policy,
          services,
          listener,
          TlsContext.of(dicom.tls()).map(TlsContext::engines).orElse(null));
    } catch (IOException e) {
      throw HttpPort.notFree("DICOM port", dicom.port(), "dicom", dicom.bindAddress(), e);
    }
  }

  private static InetAddress bindAddress(Settings.Dicom dicom) {
    try {
      return dicom.bindAddress().isEmpty() ? null : InetAddress.getByName(dicom.bindAddress());
    } catch (UnknownHostException e) {
      throw new CommandFailure(
          ExitCode.SETTINGS, "dicom.bindAddress: " + dicom.bindAddress() + " is unknown", e);
    }
  }

  /** What no setting names keeps the library's limit. */
  static AssociationLimits limits(Settings settings) {
    Settings.Dicom dicom = settings.dicom();
    AssociationLimits others = AssociationLimits.defaults();
    return new AssociationLimits(
        dicom.maxPduLength().intBytes(),
        others.maxToleratedPduLengthBytes(),
        others.maxSentPduLengthBytes(),
        others.maxAssociatePduLengthBytes(),
        others.maxPresentationContexts(),
        others.maxCommandSetLengthBytes(),
        dicom.maxAssociations(),
        dicom.maxAssociationsPerPeer(),
        others.receiveBufferBytes(),
        dicom.artimTimeout().toMillis(),
        dicom.pduTimeout().toMillis(),
        dicom.idleTimeout().toMillis(),
        dicom.totalTimeout().toMillis(),
        settings.stop().timeout().toMillis());
  }
}
