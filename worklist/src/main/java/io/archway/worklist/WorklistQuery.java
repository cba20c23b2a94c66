package io.archway.worklist;

import io.archway.dicom.data.DataSet;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Vr;
import io.archway.dicom.dimse.DimseException;
import io.archway.dicom.dimse.DimseResponse;
import io.archway.dicom.dimse.DimseStatus;
import io.archway.dicom.dimse.Responder;
import io.archway.index.database.IndexUnavailableException;
import io.archway.index.query.InvalidKeyException;
import io.archway.index.worklist.Offer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One worklist query on its way. Runs on a worker while the peer takes its answers; while it does
 * not, it holds neither a thread nor anything of the database. One thread at a time.
 */
final class WorklistQuery implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(WorklistQuery.class);

  /** Answers that are handed over before the peer is waited for. */
  private static final int ANSWERS_UNDER_WAY = 32;

  /** Opens the query: who asks, for what, and what they may see. */
  @FunctionalInterface
  interface Opening {
    OpenedQuery open() throws DimseException;
  }

  private final Opening opening;
  private final Responder responder;
  private final Executor workers;
  private final Runnable whenEnded;
  private OpenedQuery query;
  private volatile boolean cancelled;
  private volatile Throwable notSent;

  WorklistQuery(Opening opening, Responder responder, Executor workers, Runnable whenEnded) {
    this.opening = opening;
    this.responder = responder;
    this.workers = workers;
    this.whenEnded = whenEnded;
  }

  /** Any thread: nothing more is answered but the end. */
  void cancel() {
    cancelled = true;
  }

  void start() {
    try {
      workers.execute(this);
    } catch (RejectedExecutionException closing) {
      end(DimseResponse.of(DimseStatus.OUT_OF_RESOURCES).withErrorComment("the gateway stops"));
    }
  }

  @Override
  public void run() {
    DimseResponse last;
    try {
      last = answerSome();
    } catch (DimseException e) {
      last = e.response();
    } catch (InvalidKeyException e) {
      last = invalid(e);
    } catch (IndexUnavailableException e) {
      last = DimseResponse.of(DimseStatus.OUT_OF_RESOURCES).withErrorComment("the index is away");
    } catch (RuntimeException e) {
      LOG.error("a worklist query failed", e);
      last = failed();
    } catch (Error e) { // not counted as under way for ever, whatever it was
      end(failed());
      throw e;
    }
    if (last != null) {
      end(last);
    }
  }

  private static DimseResponse failed() {
    return DimseResponse.of(DimseStatus.CANNOT_UNDERSTAND).withErrorComment("internal error");
  }

  private static DimseResponse invalid(InvalidKeyException e) {
    List<Integer> tags = e.path().tags();
    return DimseResponse.of(DimseStatus.DATA_SET_DOES_NOT_MATCH_SOP_CLASS)
        .withErrorComment(e.getMessage())
        .withOffendingElements(List.of(tags.get(tags.size() - 1)));
  }

  /** The final response, or null where it goes on when the peer took these. */
  private DimseResponse answerSome() throws DimseException {
    if (query == null && !cancelled) {
      query = opening.open();
    }
    List<DimseResponse> ready = new ArrayList<>();
    for (int i = 1; ; i++) {
      if (cancelled || notSent instanceof IOException) {
        return DimseResponse.of(DimseStatus.CANCEL);
      }
      if (notSent != null) {
        throw new IllegalStateException("an answer could not be sent", notSent);
      }
      Optional<Offer> next = query.answers().next();
      if (next.isEmpty() && ready.isEmpty()) {
        return complete();
      }
      next.ifPresent(offer -> ready.add(pending(offer)));
      if (i == ANSWERS_UNDER_WAY) {
        handOver(ready).whenComplete((nothing, failure) -> start());
        return null;
      }
      if (next.isEmpty() || !query.answers().isNextKnown()) {
        handOver(ready);
        ready.clear();
      }
    }
  }

  /** Answers leave with those that were read together with them, before more are read. */
  private CompletionStage<Void> handOver(List<DimseResponse> ready) {
    return responder
        .respondPending(ready)
        .whenComplete((nothing, failure) -> notSent = failure == null ? notSent : failure);
  }

  private DimseResponse complete() {
    if (query.answers().isCut()) {
      LOG.info("a worklist query has more answers than worklist.maxAnswers");
    }
    return DimseResponse.of(DimseStatus.SUCCESS);
  }

  private DimseResponse pending(Offer offer) {
    AnswerText text = new AnswerText(query.characterSet());
    DataSet dataSet = query.attributes().write(new OfferedStep(offer, query.station()), text);
    if (text.isBeyondAscii()) {
      dataSet.put(
          Tag.SPECIFIC_CHARACTER_SET,
          Vr.CS,
          query.characterSet().definedTerms().toArray(String[]::new));
    }
    return DimseResponse.of(query.pendingStatus()).withDataSet(dataSet);
  }

  private void end(DimseResponse last) {
    whenEnded.run();
    responder.respond(last);
  }
}
