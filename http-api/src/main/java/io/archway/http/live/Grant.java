package io.archway.http.live;

import io.archway.index.access.Visibility;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * That somebody may subscribe to a channel, once.
 *
 * @param name of the user, for the others of a presence channel
 * @param lasts whether the token may still be used for this; asked again and again
 * @param visible what they are to be told of; null when they may subscribe no longer. Asked again
 *     and again
 */
public record Grant(
    LiveChannel channel,
    long organizationKey,
    long userKey,
    String name,
    BooleanSupplier lasts,
    Supplier<Visibility> visible) {}
