package io.archway.dicom.net;

/** What travels between two upper layers (PS3.8 9.3); P-DATA-TF in pieces, never whole. */
public sealed interface Pdu
    permits AssociateRq, AssociateAc, AssociateRj, PDataFragment, ReleaseRq, ReleaseRp, Abort {}
