package io.archway.index.study;

/** A dental key of an instance; {@code kind} is TOOTH (ISO 3950), REGION, VIEW or LATERALITY. */
public record AnatomyCode(
    long instanceKey, String kind, String codeValue, String codingScheme, String codeMeaning) {
  public static final String TOOTH = "TOOTH";
  public static final String REGION = "REGION";
  public static final String VIEW = "VIEW";
  public static final String LATERALITY = "LATERALITY";
}
