package io.archway.dicom.net;

import io.archway.dicom.net.AssociationSummary.OperationCount;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Collects what the summary of an association will say. Operations may be counted from any thread;
 * everything else happens on the event loop.
 */
final class AssociationLedger {

  private static final int MAX_ODDITIES = 16;
  private static final int MAX_OPERATION_KINDS = 64;

  private record Operation(String name, int status) {}

  private final long id;
  private final Instant startedAt = Instant.now();
  private final Map<Operation, Long> operations = new LinkedHashMap<>();
  private final Set<String> oddities = new LinkedHashSet<>();
  private InetSocketAddress remoteAddress;
  private boolean secured;
  private AssociateRq request;
  private UserInformation peer;
  private volatile List<PresentationContext> contexts = List.of();
  private final PresentationContext[] acceptedById = new PresentationContext[256];

  AssociationLedger(long id) {
    this.id = id;
  }

  void connected(InetSocketAddress address, boolean overTls) {
    remoteAddress = address;
    secured = overTls;
  }

  void requested(AssociateRq requested) {
    request = requested;
  }

  /** The user information of whichever side is the peer. */
  void peerIs(UserInformation information) {
    peer = information;
  }

  void negotiated(List<PresentationContext> negotiated) {
    for (PresentationContext context : negotiated) {
      acceptedById[context.id()] = context.accepted() ? context : null;
    }
    contexts = negotiated;
  }

  void odd(String text) {
    if (oddities.size() < MAX_ODDITIES) {
      oddities.add(text);
    }
  }

  void count(String operation, int status) {
    synchronized (operations) {
      Operation key = new Operation(operation, status);
      if (operations.size() < MAX_OPERATION_KINDS || operations.containsKey(key)) {
        operations.merge(key, 1L, Long::sum);
      }
    }
  }

  long id() {
    return id;
  }

  InetSocketAddress remoteAddress() {
    return remoteAddress;
  }

  AssociateRq request() {
    return request;
  }

  List<PresentationContext> contexts() {
    return contexts;
  }

  /** Null unless a context of that id was accepted. */
  PresentationContext acceptedContext(int contextId) {
    return acceptedById[contextId & 0xFF];
  }

  UserInformation peer() {
    return peer;
  }

  AssociationSummary summary(Ending ending, long bytesReceived, long bytesSent) {
    return new AssociationSummary(
        id,
        startedAt,
        Instant.now(),
        remoteAddress,
        secured,
        request == null ? null : request.calledAeTitle(),
        request == null ? null : request.callingAeTitle(),
        peer == null ? null : peer.implementationClassUid(),
        peer == null ? null : peer.implementationVersionName(),
        peer == null ? 0 : peer.maxPduLengthBytes(),
        contexts.isEmpty() && request != null ? unanswered(request) : contexts,
        operationCounts(),
        bytesReceived,
        bytesSent,
        ending.end(),
        ending.source(),
        ending.reason(),
        ending.permanent(),
        ending.text(),
        List.copyOf(oddities));
  }

  /** Proposed, but the association was rejected as a whole. */
  private static List<PresentationContext> unanswered(AssociateRq request) {
    return request.presentationContexts().stream()
        .map(
            proposal ->
                new PresentationContext(
                    proposal.id(),
                    proposal.abstractSyntaxUid(),
                    proposal.transferSyntaxUids(),
                    PresentationContextResult.Result.NO_REASON,
                    null,
                    true,
                    false))
        .toList();
  }

  private List<OperationCount> operationCounts() {
    synchronized (operations) {
      return operations.entrySet().stream()
          .map(e -> new OperationCount(e.getKey().name(), e.getKey().status(), e.getValue()))
          .toList();
    }
  }
}
