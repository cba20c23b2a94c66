package io.archway.dicom.net;

import java.util.List;

/**
 * A-ASSOCIATE-RQ (PS3.8 9.3.2).
 *
 * @param calledAeTitle without padding; may be empty, as some senders leave it blank
 * @param callingAeTitle without padding; may be empty
 */
public record AssociateRq(
    int protocolVersion,
    String calledAeTitle,
    String callingAeTitle,
    String applicationContextUid,
    List<PresentationContextProposal> presentationContexts,
    UserInformation userInformation)
    implements Pdu {

  public AssociateRq {
    presentationContexts = List.copyOf(presentationContexts);
  }
}
