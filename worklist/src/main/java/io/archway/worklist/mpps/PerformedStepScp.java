package io.archway.worklist.mpps;

import io.archway.dicom.dimse.DataSetCollector;
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
import io.netty.buffer.ByteBuf;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Modality Performed Procedure Step as provider (PS3.4 F.7): N-CREATE and N-SET, written by a few
 * workers. Requests come on event loops, which never wait. Closing it lets running requests end.
 */
public final class PerformedStepScp implements ServiceClassProvider, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PerformedStepScp.class);
  private static final long CLOSE_MILLIS = 5_000;

  private final Function<String, OptionalLong> organizations;
  private final PerformedStepSettings settings;
  private final Callers callers;
  private final StepWriter writer;
  private final ThreadPoolExecutor workers;
  private final AtomicInteger underWay = new AtomicInteger();

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
    this.workers =
        new ThreadPoolExecutor(
            settings.workerThreads(),
            settings.workerThreads(),
            0,
            TimeUnit.MILLISECONDS,
            // bounded by maxRequests, of which each is here once at most
            new LinkedBlockingQueue<>(),
            task -> new Thread(task, "mpps"));
  }

  @Override
  public DataSetSink onRequest(DimseRequest request, Responder responder) throws DimseException {
    StepRequest asked = StepRequest.of(request);
    if (underWay.incrementAndGet() > settings.maxRequests()) {
      underWay.decrementAndGet();
      throw new DimseException(
          DimseStatus.RESOURCE_LIMITATION,
          "requests under way: more than %d; send again".formatted(settings.maxRequests()));
    }
    return new Receiving(request.association(), asked, responder);
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
    close(CLOSE_MILLIS);
  }

  /**
   * Does not interrupt a write into the index, which H2 would not survive.
   *
   * @return false where that takes longer
   */
  public boolean close(long timeoutMillis) {
    workers.shutdown();
    try {
      return workers.awaitTermination(timeoutMillis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Receives the data set of a request that counts as under way. Event loop only. */
  private final class Receiving implements DataSetSink {
    private final Association association;
    private final StepRequest request;
    private final Responder responder;
    private final DataSetCollector collector =
        new DataSetCollector(settings.maxDataSetBytes(), this::begin, this::refuse);
    private boolean over;

    Receiving(Association association, StepRequest request, Responder responder) {
      this.association = association;
      this.request = request;
      this.responder = responder;
    }

    @Override
    public void onFragment(ByteBuf fragment) {
      collector.onFragment(fragment);
    }

    @Override
    public void onComplete() {
      collector.onComplete();
    }

    private void begin(byte[] dataSet) {
      over = true;
      try {
        workers.execute(() -> work(dataSet));
      } catch (RejectedExecutionException closing) {
        underWay.decrementAndGet();
        responder.respond(DimseStatus.PROCESSING_FAILURE, "the gateway stops; send again");
      }
    }

    private void work(byte[] dataSet) {
      DimseResponse answer;
      try {
        answer = answer(association, request, dataSet);
      } finally {
        underWay.decrementAndGet();
      }
      responder.respond(answer);
    }

    private void refuse(String problem) {
      end();
      responder.respond(DimseStatus.RESOURCE_LIMITATION, "data set: " + problem);
    }

    @Override
    public void onAbort(Throwable cause) {
      end();
    }

    private void end() {
      if (!over) {
        over = true;
        underWay.decrementAndGet();
      }
    }
  }
}
