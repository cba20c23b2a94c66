package io.archway.dicom.net;

/** Who this implementation says it is (PS3.7 D.3.3.2). The UID never changes. */
public final class Implementation {

  public static final String CLASS_UID = "2.25.336011788397960472456734383318714779250";

  /** At most 16 characters. */
  public static final String VERSION_NAME = "ARCHWAY_0_1";

  /** The only application context there is (PS3.7 A.2.1). */
  static final String APPLICATION_CONTEXT_UID = "1.2.840.10008.3.1.1.1";

  private Implementation() {}
}
