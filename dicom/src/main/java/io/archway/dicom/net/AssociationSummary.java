package io.archway.dicom.net;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;

/**
 * What is worth keeping about an association once it is over.
 *
 * @param calledAeTitle of the request; null if none came
 * @param callingAeTitle of the request; null if none came
 * @param implementationClassUid the peer's; null if unknown
 * @param implementationVersionName the peer's; null if unknown
 * @param peerMaxPduLengthBytes what the peer wants at most; 0 means unlimited
 * @param presentationContexts everything proposed, with its result; empty if none came so far
 * @param operations how many of each operation ended with each status
 * @param source of the A-ABORT or A-ASSOCIATE-RJ that was sent or came; -1 if there was none
 * @param reason of the A-ABORT or A-ASSOCIATE-RJ that was sent or came; -1 if there was none
 * @param permanent of an A-ASSOCIATE-RJ: result 1; else false
 * @param text how it ended and why, for people
 * @param oddities what was tolerated though it breaks the standard, each kind once
 */
public record AssociationSummary(
    long id,
    Instant startedAt,
    Instant endedAt,
    InetSocketAddress remoteAddress,
    boolean secured,
    String calledAeTitle,
    String callingAeTitle,
    String implementationClassUid,
    String implementationVersionName,
    long peerMaxPduLengthBytes,
    List<PresentationContext> presentationContexts,
    List<OperationCount> operations,
    long bytesReceived,
    long bytesSent,
    End end,
    int source,
    int reason,
    boolean permanent,
    String text,
    List<String> oddities) {

  public AssociationSummary {
    presentationContexts = List.copyOf(presentationContexts);
    operations = List.copyOf(operations);
    oddities = List.copyOf(oddities);
  }

  /** How it ended. */
  public enum End {
    RELEASED,
    REJECTED,
    ABORTED_BY_PEER,
    ABORTED_BY_US,
    TIMED_OUT,
    CONNECTION_LOST
  }

  /** So many times that operation (as "C-STORE") ended with that status. */
  public record OperationCount(String operation, int status, long count) {}
}
