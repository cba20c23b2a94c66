package io.archway.worklist;

import static io.archway.index.worklist.WorklistFixture.NOW;

import io.archway.dicom.charset.SpecificCharacterSet;
import io.archway.dicom.data.DataSet;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Uids;
import io.archway.dicom.dict.Vr;
import io.archway.dicom.dimse.AssociationRequester;
import io.archway.dicom.dimse.DimseResult;
import io.archway.dicom.dimse.RequesterSettings;
import io.archway.dicom.dimse.ServiceRegistry;
import io.archway.dicom.net.AcceptorPolicy;
import io.archway.dicom.net.AssociateRq;
import io.archway.dicom.net.Association;
import io.archway.dicom.net.AssociationAcceptor;
import io.archway.dicom.net.AssociationLimits;
import io.archway.dicom.net.AssociationListener;
import io.archway.dicom.net.AssociationSummary;
import io.archway.dicom.net.PresentationContextProposal;
import io.archway.dicom.net.Rejection;
import io.archway.index.worklist.WorklistFixture;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A worklist on a socket of its own, and a scanner that asks it. */
final class WorklistPort implements AutoCloseable {
  static final String FIND = Uids.MODALITY_WORKLIST_INFORMATION_MODEL_FIND;
  static final WorklistSettings SETTINGS = seenBy(SeenBy.ALL);

  private final ModalityWorklistScp scp;
  private final AssociationAcceptor acceptor;

  /** What a query brought. */
  record Found(DimseResult result, List<Integer> statuses, List<DataSet> answers) {
    DataSet only() {
      if (answers.size() != 1) {
        throw new AssertionError(
            "answers: " + answers.size() + ", status " + Integer.toHexString(result.status()));
      }
      return answers.get(0);
    }
  }

  WorklistPort(WorklistFixture fixture, WorklistSettings settings) throws IOException {
    this(fixture, settings, AssociationLimits.defaults(), new NoListener());
  }

  /** With the organizations of some called AE titles; all others lead to that of the fixture. */
  WorklistPort(WorklistFixture fixture, WorklistSettings settings, Map<String, Long> organizations)
      throws IOException {
    this(fixture, settings, organizations, AssociationLimits.defaults(), new NoListener());
  }

  WorklistPort(
      WorklistFixture fixture,
      WorklistSettings settings,
      AssociationLimits limits,
      AssociationListener listener)
      throws IOException {
    this(fixture, settings, Map.of(), limits, listener);
  }

  private WorklistPort(
      WorklistFixture fixture,
      WorklistSettings settings,
      Map<String, Long> organizations,
      AssociationLimits limits,
      AssociationListener listener)
      throws IOException {
    scp =
        new ModalityWorklistScp(
            fixture.database,
            title -> organization(title, organizations, fixture.organizationKey),
            settings,
            InstantSource.fixed(NOW));
    acceptor =
        AssociationAcceptor.start(
            AssociationAcceptor.Settings.onPort(0).withLimits(limits),
            new AnyPolicy(),
            ServiceRegistry.builder().add(FIND, scp).build(),
            listener,
            null);
  }

  /** NOBODY leads to none, and whoever asks for BROKEN ends as no query should. */
  private static OptionalLong organization(String title, Map<String, Long> known, long other) {
    return switch (title) {
      case "NOBODY" -> OptionalLong.empty();
      case "BROKEN" -> throw new StackOverflowError("as a test wants it");
      default -> OptionalLong.of(known.getOrDefault(title, other));
    };
  }

  static WorklistSettings seenBy(SeenBy seenBy) {
    return seenBy(seenBy, Map.of());
  }

  static WorklistSettings seenBy(SeenBy seenBy, Map<String, SeenBy> devices) {
    return settings(1_000, seenBy, devices, true, Duration.ZERO, Map.of());
  }

  static WorklistSettings mostAnswers(int most) {
    return settings(most, SeenBy.ALL, Map.of(), true, Duration.ZERO, Map.of());
  }

  static WorklistSettings expiring(Duration after, boolean showsStarted) {
    return settings(1_000, SeenBy.ALL, Map.of(), showsStarted, after, Map.of());
  }

  static WorklistSettings characterSet(String aeTitle, String... terms) {
    return characterSets(Map.of(aeTitle, SpecificCharacterSet.of(terms)));
  }

  static WorklistSettings characterSets(Map<String, SpecificCharacterSet> sets) {
    return settings(1_000, SeenBy.ALL, Map.of(), true, Duration.ZERO, sets);
  }

  private static WorklistSettings settings(
      int maxAnswers,
      SeenBy seenBy,
      Map<String, SeenBy> devices,
      boolean showsStarted,
      Duration expiresAfter,
      Map<String, SpecificCharacterSet> characterSets) {
    return new WorklistSettings(
        2,
        8,
        maxAnswers,
        seenBy,
        devices,
        showsStarted,
        expiresAfter,
        characterSets,
        ZoneOffset.UTC);
  }

  int port() {
    return acceptor.port();
  }

  AssociationRequester connect(String callingAeTitle, String calledAeTitle) throws IOException {
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), acceptor.port());
    return AssociationRequester.connect(
        RequesterSettings.of(address, callingAeTitle, calledAeTitle),
        List.of(new PresentationContextProposal(1, FIND, List.of(Uids.IMPLICIT_VR_LITTLE_ENDIAN))));
  }

  Found find(DataSet identifier) throws IOException {
    return findAs("PAN1", identifier);
  }

  Found findAs(String callingAeTitle, DataSet identifier) throws IOException {
    try (AssociationRequester requester = connect(callingAeTitle, "ARCHWAY")) {
      return find(requester, identifier);
    }
  }

  static Found find(AssociationRequester requester, DataSet identifier) throws IOException {
    List<Integer> statuses = new ArrayList<>();
    List<DataSet> answers = new ArrayList<>();
    DimseResult result =
        requester.find(
            1,
            identifier,
            (status, answer) -> {
              statuses.add(status);
              answers.add(answer);
              return true;
            });
    return new Found(result, statuses, answers);
  }

  /** Asks for the description of steps, with these keys of the step beside it. */
  static DataSet steps(DataSet keys) {
    keys.put(Tag.SCHEDULED_PROCEDURE_STEP_DESCRIPTION, Vr.LO);
    return new DataSet().putItems(Tag.SCHEDULED_PROCEDURE_STEP_SEQUENCE, keys);
  }

  static DataSet step(DataSet answer) {
    return answer.item(Tag.SCHEDULED_PROCEDURE_STEP_SEQUENCE);
  }

  @Override
  public void close() {
    acceptor.close();
    scp.close();
  }

  private static final class AnyPolicy implements AcceptorPolicy {
    @Override
    public Optional<Rejection> refuse(AssociateRq request, InetSocketAddress peer) {
      return Optional.empty();
    }

    @Override
    public boolean acceptsAbstractSyntax(String abstractSyntaxUid, AssociateRq request) {
      return true;
    }
  }

  private static final class NoListener implements AssociationListener {
    @Override
    public void onEstablished(Association association) {}

    @Override
    public void onRejected(AssociationSummary summary) {}

    @Override
    public void onEnded(AssociationSummary summary) {}
  }
}
