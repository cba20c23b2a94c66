package io.archway.dicom.net;

import java.util.List;

/** SOP Class Common Extended Negotiation sub-item (PS3.7 D.3.3.6). Never answered. */
public record CommonExtendedNegotiation(
    String sopClassUid, String serviceClassUid, List<String> relatedGeneralSopClassUids) {

  public CommonExtendedNegotiation {
    relatedGeneralSopClassUids = List.copyOf(relatedGeneralSopClassUids);
  }
}
