package io.archway.worklist.mpps;

import static io.archway.index.worklist.WorklistFixture.NOW;

import io.archway.dicom.data.DataSet;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Uids;
import io.archway.dicom.dict.Vr;
import io.archway.dicom.dimse.AssociationRequester;
import io.archway.dicom.dimse.RequesterSettings;
import io.archway.dicom.dimse.ServiceRegistry;
import io.archway.dicom.net.AcceptorPolicy;
import io.archway.dicom.net.AssociateRq;
import io.archway.dicom.net.Association;
import io.archway.dicom.net.AssociationAcceptor;
import io.archway.dicom.net.AssociationListener;
import io.archway.dicom.net.AssociationSummary;
import io.archway.dicom.net.PresentationContextProposal;
import io.archway.dicom.net.Rejection;
import io.archway.index.worklist.WorklistFixture;
import io.archway.index.worklist.WorklistItem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * MPPS on a socket of its own, a modality that speaks to it, and what it says. Called AE titles
 * ARCHWAY and OTHER lead to organizations.
 */
final class StepPort implements AutoCloseable {
  static final String MPPS = Uids.MODALITY_PERFORMED_PROCEDURE_STEP;
  static final PerformedStepSettings SETTINGS =
      new PerformedStepSettings(2, 8, 1 << 20, ZoneOffset.UTC);

  private final PerformedStepScp scp;
  private final AssociationAcceptor acceptor;

  StepPort(WorklistFixture fixture, Map<String, Long> others) throws IOException {
    scp =
        new PerformedStepScp(
            fixture.database,
            title -> organization(title, fixture, others),
            SETTINGS,
            InstantSource.fixed(NOW));
    acceptor =
        AssociationAcceptor.start(
            AssociationAcceptor.Settings.onPort(0),
            new AnyPolicy(),
            ServiceRegistry.builder().add(MPPS, scp).build(),
            new NoListener(),
            null);
  }

  private static OptionalLong organization(
      String title, WorklistFixture fixture, Map<String, Long> others) {
    if (title.equals("ARCHWAY")) {
      return OptionalLong.of(fixture.organizationKey);
    }
    return others.containsKey(title) ? OptionalLong.of(others.get(title)) : OptionalLong.empty();
  }

  int port() {
    return acceptor.port();
  }

  AssociationRequester connect() throws IOException {
    return connect("PAN1", "ARCHWAY");
  }

  AssociationRequester connect(String callingAeTitle, String calledAeTitle) throws IOException {
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), acceptor.port());
    return AssociationRequester.connect(
        RequesterSettings.of(address, callingAeTitle, calledAeTitle),
        List.of(
            new PresentationContextProposal(1, MPPS, List.of(Uids.IMPLICIT_VR_LITTLE_ENDIAN)),
            new PresentationContextProposal(3, MPPS, List.of(Uids.EXPLICIT_VR_BIG_ENDIAN))));
  }

  /** What a modality says when it begins. */
  static DataSet begins(DataSet... steps) {
    return new DataSet()
        .put(Tag.MODALITY, Vr.CS, "PX")
        .put(Tag.PATIENT_NAME, Vr.PN, "Doe^Jane")
        .put(Tag.PATIENT_ID, Vr.LO, "P1")
        .put(Tag.PATIENT_BIRTH_DATE, Vr.DA)
        .put(Tag.PERFORMED_STATION_AE_TITLE, Vr.AE, "PAN1")
        .put(Tag.PERFORMED_PROCEDURE_STEP_START_DATE, Vr.DA, "20261025")
        .put(Tag.PERFORMED_PROCEDURE_STEP_START_TIME, Vr.TM, "095900")
        .put(Tag.PERFORMED_PROCEDURE_STEP_STATUS, Vr.CS, "IN PROGRESS")
        .put(Tag.PERFORMED_PROCEDURE_STEP_ID, Vr.SH, "PPS1")
        .putItems(Tag.SCHEDULED_STEP_ATTRIBUTES_SEQUENCE, steps)
        .putItems(Tag.PERFORMED_SERIES_SEQUENCE);
  }

  /** One that is scheduled, as the worklist gave it. */
  static DataSet scheduled(WorklistItem item, String stepId) {
    return new DataSet()
        .put(Tag.STUDY_INSTANCE_UID, Vr.UI, item.procedure().studyInstanceUid())
        .put(Tag.ACCESSION_NUMBER, Vr.SH, item.request().accessionNumber())
        .put(Tag.REQUESTED_PROCEDURE_ID, Vr.SH, item.procedure().id())
        .put(Tag.SCHEDULED_PROCEDURE_STEP_ID, Vr.SH, stepId);
  }

  /** One that nobody scheduled. */
  static DataSet unscheduled() {
    return new DataSet()
        .put(Tag.STUDY_INSTANCE_UID, Vr.UI, "1.2.3")
        .put(Tag.ACCESSION_NUMBER, Vr.SH)
        .put(Tag.REQUESTED_PROCEDURE_ID, Vr.SH)
        .put(Tag.SCHEDULED_PROCEDURE_STEP_ID, Vr.SH);
  }

  static DataSet status(String status) {
    return new DataSet().put(Tag.PERFORMED_PROCEDURE_STEP_STATUS, Vr.CS, status);
  }

  static DataSet ends(String status) {
    return status(status)
        .put(Tag.PERFORMED_PROCEDURE_STEP_END_DATE, Vr.DA, "20261025")
        .put(Tag.PERFORMED_PROCEDURE_STEP_END_TIME, Vr.TM, "100130");
  }

  static DataSet without(DataSet from, int... tags) {
    Arrays.stream(tags).forEach(from::remove);
    return from;
  }

  @Override
  public void close() {
    acceptor.close();
    scp.close();
  }

  static final class AnyPolicy implements AcceptorPolicy {
    @Override
    public Optional<Rejection> refuse(AssociateRq request, InetSocketAddress peer) {
      return Optional.empty();
    }

    @Override
    public boolean acceptsAbstractSyntax(String abstractSyntaxUid, AssociateRq request) {
      return true;
    }
  }

  static final class NoListener implements AssociationListener {
    @Override
    public void onEstablished(Association association) {}

    @Override
    public void onRejected(AssociationSummary summary) {}

    @Override
    public void onEnded(AssociationSummary summary) {}
  }
}
