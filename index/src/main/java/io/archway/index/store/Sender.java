package io.archway.index.store;

import java.util.Objects;

/**
 * Who sent an object: the way in ({@code dimse}, {@code upload}, {@code import} …), AE titles and
 * network address. What does not apply is empty, never null.
 */
public record Sender(String via, String callingAeTitle, String calledAeTitle, String address) {

  public Sender {
    Objects.requireNonNull(via, "via");
    Objects.requireNonNull(callingAeTitle, "callingAeTitle");
    Objects.requireNonNull(calledAeTitle, "calledAeTitle");
    Objects.requireNonNull(address, "address");
  }
}
