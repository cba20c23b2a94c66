package io.archway.index.store;

import java.util.Objects;
import java.util.OptionalLong;

/**
 * Who sent an object: the way in ({@code dimse}, {@code upload}, {@code import} …), AE titles and
 * network address. What does not apply is empty, never null.
 */
public record Sender(String via, String callingAeTitle, String calledAeTitle, String address) {
  private static final String OFFICE = "office:";

  public Sender {
    Objects.requireNonNull(via, "via");
    Objects.requireNonNull(callingAeTitle, "callingAeTitle");
    Objects.requireNonNull(calledAeTitle, "calledAeTitle");
    Objects.requireNonNull(address, "address");
  }

  /** Of a way in without devices, which knows the office that an object belongs to. */
  public static Sender ofOffice(String via, long officeKey) {
    return new Sender(via, "", "", OFFICE + officeKey);
  }

  /** The key of the office that the sender names itself; empty of a device. */
  public OptionalLong officeKey() {
    return address.startsWith(OFFICE)
        ? OptionalLong.of(Long.parseLong(address, OFFICE.length(), address.length(), 10))
        : OptionalLong.empty();
  }
}
