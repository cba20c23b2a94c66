package io.archway.dicom.net;

/** SCP/SCU Role Selection sub-item (PS3.7 D.3.3.4): the roles of the association's requester. */
public record RoleSelection(String sopClassUid, boolean scu, boolean scp) {}
