package io.archway.dicom.net;

import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * What an acceptor agrees to. Asked on the event loop while an A-ASSOCIATE-RQ is negotiated: it
 * answers from memory and never blocks.
 */
public interface AcceptorPolicy {

  /**
   * AE titles, addresses, congestion: why this association is refused as a whole, or empty.
   *
   * @param peer null where there is no network peer, as in tests
   */
  Optional<Rejection> refuse(AssociateRq request, InetSocketAddress peer);

  /** Whether a context for this abstract syntax is accepted. See {@link StorageNegotiation}. */
  boolean acceptsAbstractSyntax(String abstractSyntaxUid, AssociateRq request);

  /** The transfer syntax to use in a context, or empty to refuse all of those offered. */
  default Optional<String> chooseTransferSyntax(PresentationContextProposal proposal) {
    return TransferSyntaxPreference.choose(proposal.transferSyntaxUids());
  }

  /** The roles granted to the requester; by default only SCU, as without the item. */
  default RoleSelection grantRoles(RoleSelection proposed) {
    return new RoleSelection(proposed.sopClassUid(), proposed.scu(), false);
  }

  /** The answer to an extended negotiation item, or empty for none. */
  default Optional<byte[]> answerExtendedNegotiation(ExtendedNegotiation proposed) {
    return Optional.empty();
  }

  /**
   * The server response to a user identity that asked for a positive response, or empty for none.
   * An identity that is not good enough is a {@link #refuse} instead.
   */
  default Optional<byte[]> answerUserIdentity(UserIdentity identity) {
    return Optional.of(new byte[0]);
  }
}
