package io.archway.dicom.net;

/** The states of an association (PS3.8 9.2.1, Tables 9-1 to 9-5). */
enum State {
  /** Idle. */
  STA_1,
  /** Transport connection open, awaiting A-ASSOCIATE-RQ. */
  STA_2,
  /** Awaiting local A-ASSOCIATE response. */
  STA_3,
  /** Awaiting transport connection to open. */
  STA_4,
  /** Awaiting A-ASSOCIATE-AC or -RJ. */
  STA_5,
  /** Association established, ready for data transfer. */
  STA_6,
  /** Awaiting A-RELEASE-RP. */
  STA_7,
  /** Awaiting local A-RELEASE response. */
  STA_8,
  /** Release collision, requester; awaiting local A-RELEASE response. */
  STA_9,
  /** Release collision, acceptor; awaiting A-RELEASE-RP. */
  STA_10,
  /** Release collision, requester; awaiting A-RELEASE-RP. */
  STA_11,
  /** Release collision, acceptor; awaiting local A-RELEASE response. */
  STA_12,
  /** Awaiting the transport connection to close; the association is over. */
  STA_13
}
