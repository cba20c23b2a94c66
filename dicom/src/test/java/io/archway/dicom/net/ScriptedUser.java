package io.archway.dicom.net;

import io.archway.dicom.dict.Uids;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Policy, user and listener of one association: writes down what it is told. */
final class ScriptedUser
    implements UpperLayerUser, UpperLayerUser.Factory, AssociationListener, AcceptorPolicy {

  final AssociationLimits limits = AssociationLimits.defaults();
  final List<String> told = new ArrayList<>();
  AssociationSummary summary;
  Rejection rejection;
  boolean confirmsReleases;
  boolean failsOnFragment;
  private UpperLayerService service;

  @Override
  public Optional<Rejection> refuse(AssociateRq request, InetSocketAddress peer) {
    return Optional.ofNullable(rejection);
  }

  @Override
  public boolean acceptsAbstractSyntax(String abstractSyntaxUid, AssociateRq request) {
    return abstractSyntaxUid.equals(Uids.VERIFICATION);
  }

  @Override
  public UpperLayerUser create(UpperLayerService created) {
    service = created;
    return this;
  }

  @Override
  public void onFragment(PDataFragment fragment) {
    if (failsOnFragment) {
      throw new IllegalStateException("on purpose");
    }
    told.add(
        "fragment "
            + fragment.presentationContextId()
            + (fragment.command() ? " command" : " data")
            + (fragment.last() ? " last " : " ")
            + fragment.content().readableBytes());
  }

  @Override
  public void onReleaseRequest() {
    if (!told.contains("release?")) {
      told.add("release?");
    }
    if (confirmsReleases) {
      service.confirmRelease();
    }
  }

  @Override
  public void onWritable() {
    told.add("writable");
  }

  @Override
  public void onClosing() {
    told.add("closing");
  }

  @Override
  public void onEnded(AssociationSummary ended) {
    if (summary == null) { // as user and as listener
      told.add("ended " + ended.end() + " " + ended.source() + "/" + ended.reason());
    }
    summary = ended;
  }

  @Override
  public void onEstablished(Association association) {
    told.add("established");
  }

  @Override
  public void onRejected(AssociationSummary rejected) {
    told.add("rejected " + rejected.end() + " " + rejected.source() + "/" + rejected.reason());
    summary = rejected;
  }
}
