package io.archway.http.event;

import io.archway.index.event.Event;

/** An event, and how a client reads it. Made once for all who follow. */
public record Told(Event event, String type, String json) {

  static Told of(Event event) {
    return new Told(event, EventText.type(event), EventText.json(event));
  }

  long number() {
    return event.eventNumber();
  }
}
