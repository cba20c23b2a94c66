package io.archway.dicom.net;

/** The events of Table 9-10 (PS3.8 9.2.3); the number is the ordinal plus one. */
enum Event {
  EVT_1("A-ASSOCIATE request (local user)"),
  EVT_2("transport connection confirmed"),
  EVT_3("A-ASSOCIATE-AC"),
  EVT_4("A-ASSOCIATE-RJ"),
  EVT_5("transport connection indication"),
  EVT_6("A-ASSOCIATE-RQ"),
  EVT_7("A-ASSOCIATE response, accept (local user)"),
  EVT_8("A-ASSOCIATE response, reject (local user)"),
  EVT_9("P-DATA request (local user)"),
  EVT_10("P-DATA-TF"),
  EVT_11("A-RELEASE request (local user)"),
  EVT_12("A-RELEASE-RQ"),
  EVT_13("A-RELEASE-RP"),
  EVT_14("A-RELEASE response (local user)"),
  EVT_15("A-ABORT request (local user)"),
  EVT_16("A-ABORT"),
  EVT_17("transport connection closed"),
  EVT_18("ARTIM timer expired"),
  EVT_19("unrecognized or invalid PDU");

  private final String label;

  Event(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }
}
