package io.archway.index.message;

import java.util.List;
import java.util.Set;

/**
 * What a message is about, and the parameters that it must have. No parameter tells of a patient:
 * mail goes over wires that nobody knows.
 */
public enum MessageKind {
  /** A code that activates an account. */
  ACTIVATION(true, "code"),
  /** Somebody registered with what is taken; {@code taken} is {@code username} or {@code email}. */
  REGISTRATION_REFUSED(false, "taken"),
  /** A token that resets the password. */
  PASSWORD_RESET(true, "token"),
  /** {@code tokens}: how many tokens for programs are still good. */
  PASSWORD_CHANGED(false, "tokens"),
  /** A code of the second factor. */
  FACTOR_CODE(true, "code"),
  /** The second factor is on, another or gone; {@code change} says which, in words. */
  FACTOR_CHANGED(false, "change"),
  /** Who knows the password tries codes; {@code failures} is how many were wrong. */
  FACTOR_GUESSED(false, "failures"),
  /** To the address before; {@code change} says what is another now, in words. */
  CONTACT_CHANGED(false, "change"),
  /** A token for a program was made; {@code name} is what its maker calls it. */
  TOKEN_CREATED(false, "name"),
  /** Of the item of the reading worklist with this id. */
  REPORT_READY(false, "worklist_id");

  private final boolean secret;
  private final Set<String> parameters;

  MessageKind(boolean secret, String... parameters) {
    this.secret = secret;
    this.parameters = Set.copyOf(List.of(parameters));
  }

  /** Whether who reads it can act as its recipient. */
  public boolean isSecret() {
    return secret;
  }

  public Set<String> parameters() {
    return parameters;
  }
}
