package io.archway.storage;

import io.archway.dicom.net.Association;
import io.archway.dicom.net.AssociationSummary;
import io.archway.dicom.net.PresentationContext;
import io.archway.dicom.net.UserInformation;
import io.archway.index.association.AssociationEnd;
import io.archway.index.association.AssociationStart;
import io.archway.index.association.AssociationState;
import io.archway.index.association.ProposedContext;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;

/** What the index keeps of an association. Pure. */
final class AssociationRows {
  private AssociationRows() {}

  static AssociationStart start(
      long key, Long organizationKey, Association association, Instant at) {
    UserInformation user = association.request().userInformation();
    return new AssociationStart(
        key,
        organizationKey,
        association.callingAeTitle(),
        association.calledAeTitle(),
        address(association.remoteAddress()),
        user.implementationClassUid(),
        user.implementationVersionName(),
        user.maxPduLengthBytes(),
        contexts(association.presentationContexts()),
        at);
  }

  static AssociationStart start(long key, Long organizationKey, AssociationSummary summary) {
    return new AssociationStart(
        key,
        organizationKey,
        summary.callingAeTitle(),
        summary.calledAeTitle(),
        address(summary.remoteAddress()),
        summary.implementationClassUid(),
        summary.implementationVersionName(),
        summary.peerMaxPduLengthBytes(),
        contexts(summary.presentationContexts()),
        summary.startedAt());
  }

  static AssociationEnd end(long key, AssociationSummary summary) {
    long stored = 0;
    long failed = 0;
    for (AssociationSummary.OperationCount count : summary.operations()) {
      if (count.operation().equals("C-STORE")) {
        stored += count.status() == 0 ? count.count() : 0;
        failed += count.status() == 0 ? 0 : count.count();
      }
    }
    return new AssociationEnd(
        key,
        ending(summary.end()),
        reason(summary),
        stored,
        failed,
        summary.bytesReceived(),
        summary.endedAt());
  }

  private static String reason(AssociationSummary summary) {
    return summary.oddities().isEmpty()
        ? summary.text()
        : summary.text() + "; tolerated: " + String.join(", ", summary.oddities());
  }

  private static AssociationState ending(AssociationSummary.End end) {
    return switch (end) {
      case RELEASED -> AssociationState.RELEASED;
      case REJECTED -> AssociationState.REJECTED;
      case ABORTED_BY_PEER -> AssociationState.ABORTED_BY_PEER;
      case ABORTED_BY_US -> AssociationState.ABORTED;
      case TIMED_OUT -> AssociationState.TIMED_OUT;
      case CONNECTION_LOST -> AssociationState.LOST;
    };
  }

  static String address(InetSocketAddress peer) {
    return peer == null || peer.getAddress() == null ? "" : peer.getAddress().getHostAddress();
  }

  private static List<ProposedContext> contexts(List<PresentationContext> contexts) {
    return contexts.stream()
        .map(
            context ->
                new ProposedContext(
                    context.id(),
                    context.abstractSyntaxUid(),
                    context.proposedTransferSyntaxUids(),
                    context.result().code(),
                    context.transferSyntaxUid()))
        .toList();
  }
}
