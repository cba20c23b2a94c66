package io.archway.gateway.lifecycle;

import io.archway.gateway.home.LiveSecret;
import io.archway.gateway.home.OpenHome;
import io.archway.gateway.settings.Settings;
import io.archway.http.live.LiveSettings;

/** Channels on WebSockets, as the settings say. */
final class LivePart {
  private LivePart() {}

  static LiveSettings settings(OpenHome home) {
    Settings.Live live = home.settings().live();
    return settings(live, LiveSecret.open(home.folder(), live.secret()));
  }

  /** With a secret of the settings, or one that was made up. */
  static LiveSettings settings(Settings.Live live, String secret) {
    return new LiveSettings(
        live.key(),
        secret,
        live.maxConnections(),
        live.maxConnectionsPerAddress(),
        live.maxConnectionsPerUser(),
        live.maxChannels(),
        live.maxSubscriptions(),
        live.maxMembers(),
        live.maxMessageSize().intBytes(),
        live.maxWaiting().intBytes(),
        live.maxMessagesPerMinute(),
        live.activityTimeout().toMillis(),
        live.pongTimeout().toMillis(),
        live.clientEvents(),
        live.allowedOrigins());
  }
}
