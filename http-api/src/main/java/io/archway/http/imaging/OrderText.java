package io.archway.http.imaging;

/** What texts of an order may be, so that a data set can carry them (PS3.5 6.2). */
final class OrderText {

  static final String LINE = "[^\\\\\\p{Cntrl}]*";
  static final String LINE_MEANING = "text without backslash and control characters";

  static final String NAME = "[^\\\\\\p{Cntrl}=]{0,64}(=[^\\\\\\p{Cntrl}=]{0,64}){0,2}";
  static final String NAME_MEANING =
      "a person name: up to three groups divided by =, each of at most 64 characters, no backslash";

  static final String UID = "(0|[1-9][0-9]*)(\\.(0|[1-9][0-9]*))*";
  static final String UID_MEANING = "a UID of at most 64 digits and dots, no leading zeros";

  static final String MODALITY = "[A-Z0-9_ ]{1,16}";
  static final String MODALITY_MEANING = "a modality like CT, PX or IO";

  static final String VALUES = "[^\\\\\\p{Cntrl}]{0,64}(\\\\[^\\\\\\p{Cntrl}]{0,64})*";
  static final String VALUES_MEANING =
      "values of at most 64 characters, divided by a backslash where there are several";

  private OrderText() {}
}
