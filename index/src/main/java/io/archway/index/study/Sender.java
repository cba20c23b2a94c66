package io.archway.index.study;

import java.util.Objects;

/**
 * Who sent an object. AE titles are trimmed ("" when blank or when there is none); {@code address} is
 * the peer's IP address without port, or the folder of an import; {@code associationKey} is null where
 * there was no association.
 */
public record Sender(
    Via via, String callingAeTitle, String calledAeTitle, String address, Long associationKey) {
  public Sender {
    Objects.requireNonNull(via, "via");
    callingAeTitle = callingAeTitle == null ? "" : callingAeTitle.strip();
    calledAeTitle = calledAeTitle == null ? "" : calledAeTitle.strip();
    address = address == null ? "" : address.strip();
  }
}
