package io.archway.dicom.dimse;

/** A peer's final response. */
public record DimseResult(CommandSet command) {

  /** Any 16 bits: peers have statuses of their own. */
  public int status() {
    return command.status();
  }

  /** Null if there is none. */
  public String errorComment() {
    return command.errorComment();
  }

  public boolean isSuccess() {
    return status() == DimseStatus.SUCCESS.code();
  }

  public boolean isWarning() {
    return DimseStatus.isWarning(status());
  }
}
