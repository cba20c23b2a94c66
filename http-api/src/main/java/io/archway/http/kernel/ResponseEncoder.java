package io.archway.http.kernel;

import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;

/** Netty's response encoder that leaves out the body in answers to HEAD. Event loop only. */
final class ResponseEncoder extends HttpResponseEncoder {

  private boolean head;

  /** Whether the next response answers a HEAD request. */
  void answersHead(boolean value) {
    head = value;
  }

  @Override
  protected boolean isContentAlwaysEmpty(HttpResponse response) {
    return head && response.status().code() >= 200 || super.isContentAlwaysEmpty(response);
  }
}
