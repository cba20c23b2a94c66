package io.archway.dicom.net;

import java.util.List;

/** What becomes of an A-ASSOCIATE-RQ: accepted with a result a context, or rejected. */
public sealed interface Negotiation {

  /**
   * @param answer to send
   * @param presentationContexts as in the request, with their results
   */
  record Accepted(AssociateAc answer, List<PresentationContext> presentationContexts)
      implements Negotiation {

    public Accepted {
      presentationContexts = List.copyOf(presentationContexts);
    }
  }

  /**
   * @param byProvider the upper layer itself refuses, before any user is asked (AE-6)
   */
  record Rejected(Rejection rejection, boolean byProvider) implements Negotiation {}
}
