package io.archway.storage;

import io.archway.dicom.data.TransferSyntax;
import io.archway.dicom.net.AcceptorPolicy;
import io.archway.dicom.net.AssociateRq;
import io.archway.dicom.net.PresentationContextProposal;
import io.archway.dicom.net.RejectReason;
import io.archway.dicom.net.Rejection;
import io.archway.dicom.net.StorageNegotiation;
import io.archway.dicom.net.TransferSyntaxPreference;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Who may associate and for what: every storage class but those denied, beside the classes of other
 * providers. Whoever may not associate from where they are is told nothing else. While nothing can
 * be stored, an association that wants nothing else is refused as congestion.
 *
 * <p>Event loop only; answers from memory.
 *
 * @param callingAeTitles allowed callers, padding aside; empty for all
 * @param isAddressAllowed whether someone there may associate; null for one who is nowhere
 * @param deniedSopClassUids never accepted; an entry that ends with a dot covers everything below
 *     it
 * @param otherAbstractSyntaxUids what is provided beside storage, such as Verification
 * @param isCalledAeTitleKnown whether the called AE title leads to an organization
 * @param congestion why nothing can be stored now; empty when it can
 */
public record StoragePolicy(
    Set<String> callingAeTitles,
    Predicate<InetAddress> isAddressAllowed,
    Set<String> deniedSopClassUids,
    Set<String> otherAbstractSyntaxUids,
    Predicate<String> isCalledAeTitleKnown,
    Supplier<Optional<String>> congestion)
    implements AcceptorPolicy {

  public StoragePolicy {
    callingAeTitles =
        callingAeTitles.stream().map(String::strip).collect(Collectors.toUnmodifiableSet());
    deniedSopClassUids = Set.copyOf(deniedSopClassUids);
    otherAbstractSyntaxUids = Set.copyOf(otherAbstractSyntaxUids);
  }

  @Override
  public Optional<Rejection> refuse(AssociateRq request, InetSocketAddress peer) {
    if (!isAddressAllowed.test(peer == null ? null : peer.getAddress())) {
      return permanent(
          RejectReason.NO_REASON,
          "address " + AssociationRows.address(peer) + " is not among those allowed");
    }
    if (!isCalledAeTitleKnown.test(request.calledAeTitle())) {
      return permanent(
          RejectReason.CALLED_AE_TITLE_NOT_RECOGNIZED,
          "called AE title " + request.calledAeTitle() + " belongs to no organization");
    }
    if (!callingAeTitles.isEmpty() && !callingAeTitles.contains(request.callingAeTitle())) {
      return permanent(
          RejectReason.CALLING_AE_TITLE_NOT_RECOGNIZED,
          "calling AE title " + request.callingAeTitle() + " is not among those allowed");
    }
    return wantsOnlyStorage(request)
        ? congestion
            .get()
            .map(why -> Rejection.transientlyFor(RejectReason.TEMPORARY_CONGESTION, why))
        : Optional.empty();
  }

  private static Optional<Rejection> permanent(RejectReason reason, String text) {
    return Optional.of(Rejection.permanent(reason, text));
  }

  private boolean wantsOnlyStorage(AssociateRq request) {
    List<PresentationContextProposal> proposals = request.presentationContexts();
    return !proposals.isEmpty()
        && proposals.stream()
            .noneMatch(proposal -> otherAbstractSyntaxUids.contains(proposal.abstractSyntaxUid()));
  }

  @Override
  public boolean acceptsAbstractSyntax(String abstractSyntaxUid, AssociateRq request) {
    return otherAbstractSyntaxUids.contains(abstractSyntaxUid)
        || StorageNegotiation.accepts(abstractSyntaxUid, request, deniedSopClassUids);
  }

  /** What has no pixels is not asked for in a transfer syntax of pixels. */
  @Override
  public Optional<String> chooseTransferSyntax(PresentationContextProposal proposal) {
    boolean pixels = !otherAbstractSyntaxUids.contains(proposal.abstractSyntaxUid());
    return TransferSyntaxPreference.choose(
        proposal.transferSyntaxUids().stream()
            .filter(uid -> pixels || isOfPlainDataSets(TransferSyntax.of(uid)))
            .toList());
  }

  private static boolean isOfPlainDataSets(TransferSyntax syntax) {
    return syntax.known() && !syntax.encapsulated();
  }
}
