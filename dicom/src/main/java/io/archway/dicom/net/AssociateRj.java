package io.archway.dicom.net;

/** A-ASSOCIATE-RJ (PS3.8 9.3.4), as the numbers on the wire: a peer may send any. */
public record AssociateRj(int result, int source, int reason) implements Pdu {}
