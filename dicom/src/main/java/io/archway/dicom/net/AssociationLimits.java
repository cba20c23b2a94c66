package io.archway.dicom.net;

/**
 * Every size and wait of the upper layer. Times of 0 mean "no limit".
 *
 * @param maxPduLengthBytes offered to the peer as the longest P-DATA-TF wanted
 * @param maxToleratedPduLengthBytes a P-DATA-TF longer than offered is taken up to this, and noted
 * @param maxSentPduLengthBytes the longest P-DATA-TF sent, whatever the peer allows
 * @param maxAssociatePduLengthBytes the longest A-ASSOCIATE-RQ or -AC
 * @param maxPresentationContexts in one association; more are refused as a local limit
 * @param maxCommandSetLengthBytes the longest command set received
 * @param maxAssociations at one time, over all peers
 * @param maxAssociationsPerPeer at one time, from one IP address
 * @param receiveBufferBytes the most read from a socket at once
 * @param artimTimeoutMillis until the A-ASSOCIATE-RQ is complete, and until a peer closes
 * @param pduTimeoutMillis from a PDU's first byte to its last, while this side reads
 * @param idleTimeoutMillis without a byte from the peer while nothing is to be done for it
 * @param totalTimeoutMillis the longest life of an association
 * @param closeTimeoutMillis how long running operations may finish when the acceptor closes
 */
public record AssociationLimits(
    int maxPduLengthBytes,
    int maxToleratedPduLengthBytes,
    int maxSentPduLengthBytes,
    int maxAssociatePduLengthBytes,
    int maxPresentationContexts,
    int maxCommandSetLengthBytes,
    int maxAssociations,
    int maxAssociationsPerPeer,
    int receiveBufferBytes,
    long artimTimeoutMillis,
    long pduTimeoutMillis,
    long idleTimeoutMillis,
    long totalTimeoutMillis,
    long closeTimeoutMillis) {

  public AssociationLimits {
    atLeast("maxPduLengthBytes", maxPduLengthBytes, 4096);
    atLeast("maxToleratedPduLengthBytes", maxToleratedPduLengthBytes, maxPduLengthBytes);
    atLeast("maxSentPduLengthBytes", maxSentPduLengthBytes, 4096);
    atLeast("maxAssociatePduLengthBytes", maxAssociatePduLengthBytes, 4096);
    atLeast("maxPresentationContexts", maxPresentationContexts, 1);
    atLeast("maxCommandSetLengthBytes", maxCommandSetLengthBytes, 1024);
    atLeast("maxAssociations", maxAssociations, 1);
    atLeast("maxAssociationsPerPeer", maxAssociationsPerPeer, 1);
    atLeast("receiveBufferBytes", receiveBufferBytes, 4096);
    atLeast("artimTimeoutMillis", artimTimeoutMillis, 1);
    atLeast("pduTimeoutMillis", pduTimeoutMillis, 0);
    atLeast("idleTimeoutMillis", idleTimeoutMillis, 0);
    atLeast("totalTimeoutMillis", totalTimeoutMillis, 0);
    atLeast("closeTimeoutMillis", closeTimeoutMillis, 0);
  }

  /** The values the product is delivered with. */
  public static AssociationLimits defaults() {
    return new AssociationLimits(
        256 * 1024,
        16 * 1024 * 1024,
        64 * 1024,
        256 * 1024,
        128,
        64 * 1024,
        200,
        64,
        64 * 1024,
        30_000,
        120_000,
        300_000,
        12 * 3_600_000L,
        20_000);
  }

  private static void atLeast(String name, long value, long minimum) {
    if (value < minimum) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: >= " + minimum + ")");
    }
  }
}
