package io.archway.worklist.mpps;

import io.archway.dicom.dimse.DataSetSink;
import io.archway.dicom.dimse.DimseException;
import io.archway.dicom.dimse.DimseRequest;
import io.archway.dicom.dimse.DimseResponse;
import io.archway.dicom.dimse.DimseStatus;
import io.archway.dicom.dimse.Responder;
import io.archway.dicom.dimse.ServiceClassProvider;
import io.archway.dicom.net.Association;
import io.archway.index.database.Database;
import io.archway.index.database.IndexUnavailableException;
import io.archway.worklist.Callers;
import io.archway.worklist.RequestWorkers;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Modality Performed Procedure Step as provider (PS3.4 F.7): N-CREATE and N-SET, written by a few
 * workers. Requests come on event loops, which never wait. Closing it lets running requests end.
 */
public final class PerformedStepScp implements ServiceClassProvider, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PerformedStepScp.class);

  private final Function<String, OptionalLong> organizations;
  private final PerformedStepSettings settings;
  private final Callers callers;
  private final StepWriter writer;
  private final RequestWorkers workers;

  /**
   * @param organizations the organization that a called AE title leads to; may block
   */
  public PerformedStepScp(
      Database database,
      Function<String, OptionalLong> organizations,
      PerformedStepSettings settings,
      InstantSource clock) {
    this.organizations = organizations;
    this.settings = settings;
    this.callers = new Callers(database, clock);
    this.writer = new StepWriter(database, settings.zone(), clock);
    this.workers = new RequestWorkers("mpps", settings.workerThreads(), settings.maxRequests());
  }

  @Override
  public DataSetSink onRequest(DimseRequest request, Responder responder) throws DimseException {
    StepRequest asked = StepRequest.of(request);
    if (!workers.begin()) {
      throw new DimseException(
          DimseStatus.RESOURCE_LIMITATION,
          "requests under way: more than %d; send again".formatted(settings.maxRequests()));
    }
    return workers.receive(
        settings.maxDataSetBytes(),
        dataSet -> start(request.association(), asked, dataSet, responder),
        problem -> responder.respond(DimseStatus.RESOURCE_LIMITATION, "data set: " + problem));
  }

  private void start(
      Association association, StepRequest request, byte[] dataSet, Responder responder) {
    try {
      workers.executor().execute(() -> work(association, request, dataSet, responder));
    } catch (RejectedExecutionException closing) {
      workers.end();
      responder.respond(DimseStatus.PROCESSING_FAILURE, "the gateway stops; send again");
    }
  }

  private void work(
      Association association, StepRequest request, byte[] dataSet, Responder responder) {
    DimseResponse answer;
    try {
      answer = answer(association, request, dataSet);
    } finally {
      workers.end();
    }
    responder.respond(answer);
  }

  private DimseResponse answer(Association association, StepRequest request, byte[] dataSet) {
    try {
      OptionalLong organization = organizations.apply(association.calledAeTitle());
      if (organization.isEmpty()) {
        return DimseResponse.of(DimseStatus.NOT_AUTHORIZED)
            .withErrorComment("called AE title belongs to no organization");
      }
      long organizationKey = organization.getAsLong();
      StepWriter.Sender sender =
          new StepWriter.Sender(
              organizationKey,
              association.callingAeTitle(),
              callers.of(organizationKey, association));
      return request.creates()
          ? writer.create(sender, request, dataSet)
          : writer.set(sender, request, dataSet);
    } catch (DimseException e) {
      return e.response();
    } catch (RuntimeException e) {
      return failed(association, e);
    }
  }

  private static DimseResponse failed(Association association, RuntimeException e) {
    if (e instanceof IndexUnavailableException) {
      return failure("the index is away; send again");
    }
    if (Database.isPassing(e)) {
      return failure("other changes were in the way; send again");
    }
    LOG.error("association {}: a performed step failed", association.id(), e);
    return failure("internal error");
  }

  private static DimseResponse failure(String comment) {
    return DimseResponse.of(DimseStatus.PROCESSING_FAILURE).withErrorComment(comment);
  }

  @Override
  public void close() {
    workers.close();
  }

  /**
   * @return false where running requests take longer
   */
  public boolean close(long timeoutMillis) {
    return workers.close(timeoutMillis);
  }
}
