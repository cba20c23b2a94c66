package io.archway.index.account;

/** How somebody shows who they are beside their password. */
public enum Factor {
  SMS,
  AUTHENTICATOR,
  CALL,
  PUSH
}
