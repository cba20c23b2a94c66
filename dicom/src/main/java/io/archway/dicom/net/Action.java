package io.archway.dicom.net;

/** The actions of PS3.8 Tables 9-6 to 9-9. */
enum Action {
  /** Issue a transport connect request. */
  AE_1(State.STA_4),
  /** Send A-ASSOCIATE-RQ. */
  AE_2(State.STA_5),
  /** Confirm the association to the user. */
  AE_3(State.STA_6),
  /** Tell the user of the rejection and close. */
  AE_4(State.STA_1),
  /** Start ARTIM. */
  AE_5(State.STA_2),
  /** Stop ARTIM; indicate to the user, or send A-ASSOCIATE-RJ and start ARTIM (then Sta13). */
  AE_6(State.STA_3),
  /** Send A-ASSOCIATE-AC. */
  AE_7(State.STA_6),
  /** Send A-ASSOCIATE-RJ and start ARTIM. */
  AE_8(State.STA_13),
  /** Send P-DATA-TF. */
  DT_1(State.STA_6),
  /** Indicate P-DATA to the user. */
  DT_2(State.STA_6),
  /** Send A-RELEASE-RQ. */
  AR_1(State.STA_7),
  /** Indicate the release to the user. */
  AR_2(State.STA_8),
  /** Confirm the release to the user and close. */
  AR_3(State.STA_1),
  /** Send A-RELEASE-RP and start ARTIM. */
  AR_4(State.STA_13),
  /** Stop ARTIM. */
  AR_5(State.STA_1),
  /** Indicate P-DATA to the user, while awaiting the release. */
  AR_6(State.STA_7),
  /** Send P-DATA-TF, while the release awaits the user. */
  AR_7(State.STA_8),
  /** Indicate a release collision; Sta9 for the requester, Sta10 for the acceptor. */
  AR_8(State.STA_9),
  /** Send A-RELEASE-RP, as the requester in a collision. */
  AR_9(State.STA_11),
  /** Confirm the release to the user, as the acceptor in a collision. */
  AR_10(State.STA_12),
  /** Send A-ABORT as service-user and (re)start ARTIM. */
  AA_1(State.STA_13),
  /** Stop ARTIM and close. */
  AA_2(State.STA_1),
  /** Tell the user of the peer's abort and close. */
  AA_3(State.STA_1),
  /** Tell the user that the connection was lost. */
  AA_4(State.STA_1),
  /** Stop ARTIM. */
  AA_5(State.STA_1),
  /** Ignore the PDU. */
  AA_6(State.STA_13),
  /** Send A-ABORT. */
  AA_7(State.STA_13),
  /** Send A-ABORT as service-provider, tell the user, start ARTIM. */
  AA_8(State.STA_13);

  private final State next;

  Action(State next) {
    this.next = next;
  }

  /** The next state; of AE-6 and AR-8 the first of two. */
  State next() {
    return next;
  }
}
