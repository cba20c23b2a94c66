package io.archway.http.message;

import io.archway.index.message.Channel;
import io.archway.index.message.OutgoingMessage;
import java.util.Set;

/** A way out. Called by one thread. */
public interface Carrier {

  Set<Channel> channels();

  /** Returns once the other side has confirmed that it has the message. */
  void carry(OutgoingMessage message, MessageText text) throws CarrierException;

  /** The longest that {@link #carry} may take. */
  long maxMillis();
}
