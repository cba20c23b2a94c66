package io.archway.worklist;

import io.archway.dicom.charset.SpecificCharacterSet;
import io.archway.dicom.data.TransferSyntax;
import io.archway.dicom.dimse.DataSetSink;
import io.archway.dicom.dimse.DimseException;
import io.archway.dicom.dimse.DimseOperation;
import io.archway.dicom.dimse.DimseRequest;
import io.archway.dicom.dimse.DimseStatus;
import io.archway.dicom.dimse.Responder;
import io.archway.dicom.dimse.ServiceClassProvider;
import io.archway.dicom.net.Association;
import io.archway.index.database.Database;
import io.archway.index.worklist.ModalityWorklist;
import io.archway.index.worklist.WorklistScope;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * The Modality Worklist as provider (PS3.4 Annex K): C-FIND, answered from the index by a few
 * workers. Requests come on event loops, which never wait. Closing it lets running queries end.
 */
public final class ModalityWorklistScp implements ServiceClassProvider, AutoCloseable {
  private final Database database;
  private final WorklistSettings settings;
  private final InstantSource clock;
  private final CalledOrganizations organizations;
  private final Callers callers;
  private final RequestWorkers workers;

  /**
   * @param organizations the organization that a called AE title leads to; may block
   */
  public ModalityWorklistScp(
      Database database,
      Function<String, OptionalLong> organizations,
      WorklistSettings settings,
      InstantSource clock) {
    this.database = database;
    this.settings = settings;
    this.clock = clock;
    this.organizations = new CalledOrganizations(organizations);
    this.callers = new Callers(database, clock);
    this.workers = new RequestWorkers("worklist", settings.workerThreads(), settings.maxQueries());
  }

  @Override
  public DataSetSink onRequest(DimseRequest request, Responder responder) throws DimseException {
    verify(request);
    if (!workers.begin()) {
      throw new DimseException(
          DimseStatus.OUT_OF_RESOURCES,
          "queries under way: more than %d; ask again".formatted(settings.maxQueries()));
    }
    return workers.receive(
        WorklistSettings.MAX_IDENTIFIER_BYTES,
        identifier -> start(request, identifier, responder),
        problem -> responder.respond(DimseStatus.OUT_OF_RESOURCES, "identifier: " + problem));
  }

  private void start(DimseRequest request, byte[] identifier, Responder responder) {
    WorklistQuery query =
        new WorklistQuery(
            () -> open(request, identifier), responder, workers.executor(), workers::end);
    responder.onCancel(query::cancel);
    query.start();
  }

  private static void verify(DimseRequest request) throws DimseException {
    if (request.operation() != DimseOperation.C_FIND) {
      throw new DimseException(
          DimseStatus.UNRECOGNIZED_OPERATION, request.operation().label() + " (expected: C-FIND)");
    }
    if (!request.hasDataSet()) {
      throw new DimseException(
          DimseStatus.DATA_SET_DOES_NOT_MATCH_SOP_CLASS, "no identifier (expected: a data set)");
    }
  }

  private OpenedQuery open(DimseRequest request, byte[] bytes) throws DimseException {
    TransferSyntax syntax = TransferSyntax.of(request.context().transferSyntaxUid());
    WorklistIdentifier identifier = WorklistIdentifier.parse(bytes, syntax);
    Association association = request.association();
    return new OpenedQuery(
        identifier.pendingStatus(),
        WorklistAttributes.ANSWER.select(identifier.requested()),
        identifier.stationOr(association.callingAeTitle()),
        characterSet(association.callingAeTitle(), identifier.characterSet()),
        ModalityWorklist.find(
            database, scope(association), identifier.keys(), settings.maxAnswers()));
  }

  /** What the device is known to show, else what it asked in, else what shows everything. */
  private SpecificCharacterSet characterSet(String callingAeTitle, SpecificCharacterSet queried) {
    SpecificCharacterSet ofDevice = settings.characterSets().get(callingAeTitle);
    if (ofDevice != null) {
      return ofDevice;
    }
    return queried.equals(SpecificCharacterSet.ASCII) ? SpecificCharacterSet.UTF_8 : queried;
  }

  private WorklistScope scope(Association association) throws DimseException {
    OptionalLong organization = organizations.of(association.calledAeTitle());
    if (organization.isEmpty()) {
      throw new DimseException(
          DimseStatus.CANNOT_UNDERSTAND, "called AE title belongs to no organization");
    }
    SeenBy seenBy = settings.seenBy(association.callingAeTitle());
    boolean ownStation = seenBy == SeenBy.STATION;
    if (ownStation && association.callingAeTitle().isEmpty()) {
      throw new DimseException(
          DimseStatus.CANNOT_UNDERSTAND, "calling AE title: blank (expected: a station's)");
    }
    long organizationKey = organization.getAsLong();
    long officeKey = callers.of(organizationKey, association).officeKey();
    Instant now = clock.instant();
    return new WorklistScope(
        organizationKey,
        ownStation ? association.callingAeTitle() : null,
        seenBy == SeenBy.OFFICE ? officeKey : null,
        startsFrom(now),
        settings.showsStarted(),
        now);
  }

  private LocalDateTime startsFrom(Instant now) {
    return settings.expiresAfter().isZero()
        ? null
        : LocalDateTime.ofInstant(now.minus(settings.expiresAfter()), settings.zone());
  }

  @Override
  public void close() {
    workers.close();
  }

  /**
   * @return false where running queries take longer
   */
  public boolean close(long timeoutMillis) {
    return workers.close(timeoutMillis);
  }
}
