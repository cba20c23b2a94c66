package io.archway.index.database;

/**
 * The tables whose keys we give ourselves, in blocks, so that a group needs no round trip for them.
 */
public enum KeySequence {
  PATIENT("patient_key_seq", 50),
  STUDY("study_key_seq", 50),
  SERIES("series_key_seq", 50),
  INSTANCE("instance_key_seq", 1_000),
  MEDIUM("medium_key_seq", 50),
  ASSOCIATION("association_key_seq", 50),
  INBOX("inbox_key_seq", 50),
  WORKLIST_ITEM("worklist_item_key_seq", 50),
  STEP("step_key_seq", 50),
  PERFORMED_STEP("performed_step_key_seq", 50),
  DECISION("decision_key_seq", 50),
  PATIENT_MERGE("patient_merge_key_seq", 50),
  WORKLIST_HISTORY("worklist_history_key_seq", 50),
  REPORT("report_key_seq", 50);

  private final String sequence;
  private final int block;

  KeySequence(String sequence, int block) {
    this.sequence = sequence;
    this.block = block;
  }

  String sequence() {
    return sequence;
  }

  /** INCREMENT BY of the migration. */
  int block() {
    return block;
  }
}
