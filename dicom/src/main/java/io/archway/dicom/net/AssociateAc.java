package io.archway.dicom.net;

import java.util.List;

/** A-ASSOCIATE-AC (PS3.8 9.3.3). The AE titles repeat the request's and are not tested. */
public record AssociateAc(
    int protocolVersion,
    String calledAeTitle,
    String callingAeTitle,
    String applicationContextUid,
    List<PresentationContextResult> presentationContexts,
    UserInformation userInformation)
    implements Pdu {

  public AssociateAc {
    presentationContexts = List.copyOf(presentationContexts);
  }
}
