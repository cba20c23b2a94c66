package io.archway.dicom.dimse;

import io.archway.dicom.dict.Uids;
import io.archway.dicom.net.AcceptorPolicy;
import io.archway.dicom.net.AssociateRq;
import io.archway.dicom.net.Rejection;
import io.archway.dicom.net.StorageNegotiation;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Set;

/** Lets everybody in, for Verification and Storage. */
final class OpenPolicy implements AcceptorPolicy {

  @Override
  public Optional<Rejection> refuse(AssociateRq request, InetSocketAddress peer) {
    return Optional.empty();
  }

  @Override
  public boolean acceptsAbstractSyntax(String abstractSyntaxUid, AssociateRq request) {
    return abstractSyntaxUid.equals(Uids.VERIFICATION)
        || StorageNegotiation.accepts(abstractSyntaxUid, request, Set.of());
  }
}
