package io.archway.dicom.net;

/**
 * SOP Class Extended Negotiation sub-item (PS3.7 D.3.3.5).
 *
 * @param applicationInformation as the service class defines it; not copied, treat as immutable
 */
public record ExtendedNegotiation(String sopClassUid, byte[] applicationInformation) {}
