package io.archway.index.message;

/** By which way a message goes. */
public enum Channel {
  MAIL,
  SMS,
  CALL
}
