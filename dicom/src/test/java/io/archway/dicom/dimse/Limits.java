package io.archway.dicom.dimse;

import io.archway.dicom.net.AssociationLimits;

/** The default limits with a few changed for a test. */
final class Limits {

  private static final AssociationLimits D = AssociationLimits.defaults();

  private int maxSentPduLengthBytes = D.maxSentPduLengthBytes();
  private int maxCommandSetLengthBytes = D.maxCommandSetLengthBytes();
  private int maxAssociations = D.maxAssociations();
  private int maxAssociationsPerPeer = D.maxAssociationsPerPeer();
  private long artimTimeoutMillis = D.artimTimeoutMillis();
  private long pduTimeoutMillis = D.pduTimeoutMillis();
  private long idleTimeoutMillis = D.idleTimeoutMillis();
  private long totalTimeoutMillis = D.totalTimeoutMillis();

  private Limits() {}

  static Limits changed() {
    return new Limits();
  }

  Limits associations(int all, int perPeer) {
    maxAssociations = all;
    maxAssociationsPerPeer = perPeer;
    return this;
  }

  Limits sentPdu(int bytes) {
    maxSentPduLengthBytes = bytes;
    return this;
  }

  Limits commandSet(int bytes) {
    maxCommandSetLengthBytes = bytes;
    return this;
  }

  Limits artim(long millis) {
    artimTimeoutMillis = millis;
    return this;
  }

  Limits pdu(long millis) {
    pduTimeoutMillis = millis;
    return this;
  }

  Limits idle(long millis) {
    idleTimeoutMillis = millis;
    return this;
  }

  Limits total(long millis) {
    totalTimeoutMillis = millis;
    return this;
  }

  AssociationLimits build() {
    return new AssociationLimits(
        D.maxPduLengthBytes(),
        D.maxToleratedPduLengthBytes(),
        maxSentPduLengthBytes,
        D.maxAssociatePduLengthBytes(),
        D.maxPresentationContexts(),
        maxCommandSetLengthBytes,
        maxAssociations,
        maxAssociationsPerPeer,
        D.receiveBufferBytes(),
        artimTimeoutMillis,
        pduTimeoutMillis,
        idleTimeoutMillis,
        totalTimeoutMillis,
        D.closeTimeoutMillis());
  }
}
