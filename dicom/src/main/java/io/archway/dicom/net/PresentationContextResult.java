package io.archway.dicom.net;

/**
 * One context's answer in an A-ASSOCIATE-AC (PS3.8 9.3.3.2).
 *
 * @param transferSyntaxUid the accepted one; not significant when the context is refused
 */
public record PresentationContextResult(int id, Result result, String transferSyntaxUid) {

  /** The result/reason field, Table 9-18. */
  public enum Result {
    ACCEPTANCE,
    USER_REJECTION,
    NO_REASON,
    ABSTRACT_SYNTAX_NOT_SUPPORTED,
    TRANSFER_SYNTAXES_NOT_SUPPORTED;

    /** The value on the wire. */
    public int code() {
      return ordinal();
    }

    static Result of(int code) {
      return code < values().length ? values()[code] : NO_REASON;
    }
  }
}
