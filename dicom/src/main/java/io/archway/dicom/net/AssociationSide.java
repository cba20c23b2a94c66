package io.archway.dicom.net;

import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * What makes an association the acceptor's or the requester's. Event loop only.
 *
 * @param proposal the requester's A-ASSOCIATE-RQ; null for the acceptor
 * @param policy the acceptor's; null for the requester
 * @param admission the acceptor's; null without counting
 */
record AssociationSide(
    AssociateRq proposal,
    AcceptorPolicy policy,
    Admission admission,
    UpperLayerUser.Factory users,
    AssociationListener listener) {

  static AssociationSide acceptor(
      AcceptorPolicy policy,
      Admission admission,
      UpperLayerUser.Factory users,
      AssociationListener listener) {
    return new AssociationSide(null, policy, admission, users, listener);
  }

  static AssociationSide requester(
      AssociateRq proposal, UpperLayerUser.Factory users, AssociationListener listener) {
    return new AssociationSide(proposal, null, null, users, listener);
  }

  /** Shared by all connections that are counted together. */
  BodyMemory bodies(AssociationLimits limits) {
    return admission == null ? Admission.bodies(limits) : admission.bodies();
  }

  /** Why the connection cannot stay, or empty. */
  Optional<String> connected(InetSocketAddress peer) {
    return admission == null || peer == null
        ? Optional.empty()
        : Optional.ofNullable(admission.connected(peer.getAddress()));
  }

  void disconnected(InetSocketAddress peer, boolean wasEstablished) {
    if (admission != null && peer != null) {
      admission.disconnected(peer.getAddress(), wasEstablished);
    }
  }

  /** The limits on associations are asked last, so that a refused one takes no place. */
  Negotiation negotiate(AssociateRq request, InetSocketAddress peer, AssociationLimits limits) {
    Negotiation negotiation = Negotiator.negotiate(request, peer, policy, limits);
    if (negotiation instanceof Negotiation.Rejected || admission == null || peer == null) {
      return negotiation;
    }
    String problem = admission.established(peer.getAddress());
    return problem == null
        ? negotiation
        : new Negotiation.Rejected(
            Rejection.transientlyFor(RejectReason.LOCAL_LIMIT_EXCEEDED, problem), true);
  }

  UpperLayerUser createUser(UpperLayerService service) {
    return users.create(service);
  }
}
