package io.archway.http.documents.remote;

import java.io.IOException;

/** Another system did not do what was asked, and why: in our words, never in its own. */
public final class RemoteException extends IOException {
  private static final long serialVersionUID = 1;

  public RemoteException(String why) {
    super(why);
  }

  RemoteException(String why, Throwable cause) {
    super(why, cause);
  }
}
