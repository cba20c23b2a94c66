package io.archway.http.message;

import io.archway.index.database.Database;
import io.archway.index.message.Channel;
import io.archway.index.message.MessageDao;
import io.archway.index.message.MessageState;
import io.archway.index.message.Outbox;
import io.archway.index.message.OutgoingMessage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the messages of the outbox to one way out. Each attempt is taken in the database first,
 * for longer than it can last, so that of several gateways one makes it and a crash delays it; what
 * was confirmed is not handed over again, even if that could not be written down at once. One
 * thread.
 */
final class Delivery {

  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
  private static final int MAX_DOUBLINGS = 10;

  private final Database database;
  private final Carrier carrier;
  private final MessageTexts texts;
  private final int maxAttempts;
  private final InstantSource clock;

  /** Handed over, and not yet written down as such. */
  private final Set<Long> confirmed = new HashSet<>();

  Delivery(
      Database database,
      Carrier carrier,
      MessageTexts texts,
      int maxAttempts,
      InstantSource clock) {
    this.database = database;
    this.carrier = carrier;
    this.texts = texts;
    this.maxAttempts = maxAttempts;
    this.clock = clock;
  }

  /** Attempts what is due, until it is to stop. */
  void pass(BooleanSupplier stopping) {
    for (long key : Set.copyOf(confirmed)) {
      sent(key);
    }
    for (Channel channel : carrier.channels()) {
      for (OutgoingMessage message :
          database.read(handle -> handle.attach(MessageDao.class).due(channel, clock.instant()))) {
        if (stopping.getAsBoolean()) {
          return;
        }
        attempt(message);
      }
    }
  }

  private void attempt(OutgoingMessage message) {
    Instant now = clock.instant();
    if (!message.expiresAt().isAfter(now)) {
      end(message.messageKey(), MessageState.EXPIRED, message.failure());
      return;
    }
    Instant until = now.plusMillis(carrier.maxMillis());
    int taken = write(messages -> messages.take(message.messageKey(), message.attempts(), until));
    if (taken == 0 || confirmed.contains(message.messageKey())) {
      return;
    }
    try {
      carrier.carry(
          message, texts.of(message.kind(), message.channel(), Outbox.parameters(message)));
    } catch (CarrierException e) {
      failed(message, e);
      return;
    } catch (RuntimeException e) {
      // its text may say whom the message was for
      failed(message, new CarrierException("failed: " + e.getClass().getSimpleName(), true));
      return;
    }
    confirmed.add(message.messageKey());
    sent(message.messageKey());
  }

  private void sent(long key) {
    end(key, MessageState.SENT, null);
    confirmed.remove(key);
  }

  private void failed(OutgoingMessage message, CarrierException failure) {
    int attempts = message.attempts() + 1;
    boolean again = failure.isPassing() && attempts < maxAttempts;
    LOG.warn(
        "message {} ({}, {}): attempt {}: {}{}",
        message.messageKey(),
        message.kind(),
        message.channel(),
        attempts,
        failure.getMessage(),
        again ? "" : ", given up");
    if (again) {
      Instant at = clock.instant().plus(pause(attempts));
      write(messages -> messages.retry(message.messageKey(), at, failure.getMessage()));
    } else {
      end(message.messageKey(), MessageState.FAILED, failure.getMessage());
    }
  }

  /** Twice as long each time. */
  static Duration pause(int attempts) {
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(attempts - 1, MAX_DOUBLINGS));
    return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
  }

  private void end(long key, MessageState state, String failure) {
    write(messages -> messages.end(key, state, failure, clock.instant()));
  }

  private interface Write {
    int to(MessageDao messages);
  }

  private int write(Write write) {
    return database.durably((Handle handle) -> write.to(handle.attach(MessageDao.class)));
  }
}
