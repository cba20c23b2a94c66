package io.archway.gateway.lifecycle;

import io.archway.dicom.dict.Uids;
import io.archway.dicom.dimse.ServiceRegistry;
import io.archway.dicom.net.AcceptorPolicy;
import io.archway.dicom.net.AssociationAcceptor;
import io.archway.dicom.net.AssociationLimits;
import io.archway.dicom.net.AssociationListener;
import io.archway.gateway.CommandFailure;
import io.archway.gateway.ExitCode;
import io.archway.gateway.settings.Settings;
import io.archway.http.kernel.Networks;
import io.archway.storage.StoragePolicy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

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
          acceptorSettings(settings),
          policy,
          services,
          listener,
          TlsContext.of(dicom.tls()).map(TlsContext::engines).orElse(null));
    } catch (IOException e) {
      throw HttpPort.notFree("DICOM port", dicom.port(), "dicom", dicom.bindAddress(), e);
    }
  }

  static AssociationAcceptor.Settings acceptorSettings(Settings settings) {
    Settings.Dicom dicom = settings.dicom();
    return new AssociationAcceptor.Settings(
        bindAddress(dicom), dicom.port(), limits(settings), EVENT_LOOP_THREADS);
  }

  /**
   * @param isCalledAeTitleKnown whether it leads to an organization
   * @param congestion why nothing can be stored now
   */
  static StoragePolicy policy(
      Settings.Dicom dicom,
      Predicate<String> isCalledAeTitleKnown,
      Supplier<Optional<String>> congestion) {
    return new StoragePolicy(
        Set.copyOf(dicom.allowedCallingAeTitles()),
        allowed(Networks.of(dicom.allowedAddresses())),
        Set.copyOf(dicom.deniedSopClasses()),
        Set.of(
            Uids.VERIFICATION,
            Uids.MODALITY_WORKLIST_INFORMATION_MODEL_FIND,
            Uids.MODALITY_PERFORMED_PROCEDURE_STEP),
        isCalledAeTitleKnown,
        congestion);
  }

  private static Predicate<InetAddress> allowed(Networks networks) {
    return address -> networks.isEmpty() || (address != null && networks.contains(address));
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
  private static AssociationLimits limits(Settings settings) {
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
