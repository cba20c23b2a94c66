package io.archway.http.account;

import io.archway.index.message.Channel;
import java.util.Set;

/**
 * What everything about accounts stands on.
 *
 * @param seal of the secrets of second factors
 * @param carried the ways by which messages leave this gateway; those of others wait for an
 *     administrator who reads them
 */
public record Accounts(AccountSettings settings, Seal seal, Set<Channel> carried) {

  public Accounts {
    carried = Set.copyOf(carried);
  }
}
