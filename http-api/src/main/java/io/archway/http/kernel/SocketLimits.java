package io.archway.http.kernel;

/**
 * Sizes and waits of one WebSocket.
 *
 * @param maxMessageBytes of a message that comes, however many frames it has
 * @param maxWaitingBytes sent and not yet taken by the network; a client that lets more wait is
 *     disconnected
 * @param silenceMillis after which {@link SocketTalk#silent} runs
 * @param answerMillis of further silence, after which {@link SocketTalk#unanswered} runs
 */
public record SocketLimits(
    int maxMessageBytes, int maxWaitingBytes, long silenceMillis, long answerMillis) {

  public SocketLimits {
    requirePositive("maxMessageBytes", maxMessageBytes);
    requirePositive("maxWaitingBytes", maxWaitingBytes);
    requirePositive("silenceMillis", silenceMillis);
    requirePositive("answerMillis", answerMillis);
  }

  private static void requirePositive(String name, long value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: > 0)");
    }
  }
}
