package io.archway.ingest.catalog;

import io.archway.index.study.IndexedArrival;
import io.archway.index.study.InstanceHeader;

/** An arrival with valid UIDs, and where it belongs. {@code place} is its index in the group. */
record Arrived(int place, IndexedArrival arrival, Route route, Person person) {
  static Arrived of(int place, IndexedArrival arrival, Route route) {
    InstanceHeader header = arrival.header();
    String studyInstanceUid = header.study().studyInstanceUid();
    Person person = Person.of(header.patient(), route, studyInstanceUid);
    return new Arrived(place, arrival, route, person);
  }

  long organizationKey() {
    return route.organizationKey();
  }

  InstanceHeader header() {
    return arrival.header();
  }

  String studyInstanceUid() {
    return header().study().studyInstanceUid();
  }

  String seriesInstanceUid() {
    return header().series().seriesInstanceUid();
  }

  String sopInstanceUid() {
    return header().instance().sopInstanceUid();
  }

  long length() {
    return arrival.object().location().length();
  }
}
