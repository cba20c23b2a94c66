package io.archway.dicom.dimse;

/** The operations and notifications of DIMSE with their Command Field (PS3.7 E.1). */
public enum DimseOperation {
  C_STORE(0x0001),
  C_GET(0x0010),
  C_FIND(0x0020),
  C_MOVE(0x0021),
  C_ECHO(0x0030),
  N_EVENT_REPORT(0x0100),
  N_GET(0x0110),
  N_SET(0x0120),
  N_ACTION(0x0130),
  N_CREATE(0x0140),
  N_DELETE(0x0150),
  C_CANCEL(0x0FFF);

  /** Set in the Command Field of every response. */
  public static final int RESPONSE = 0x8000;

  private final int commandField;

  DimseOperation(int commandField) {
    this.commandField = commandField;
  }

  /** The Command Field of the request. */
  public int commandField() {
    return commandField;
  }

  /** As the standard writes it: {@code C-STORE}. */
  public String label() {
    return name().replace('_', '-');
  }

  /** The operation of a request's or response's Command Field; null if there is none such. */
  public static DimseOperation of(int commandField) {
    for (DimseOperation operation : values()) {
      if (operation.commandField == (commandField & ~RESPONSE)) {
        return operation;
      }
    }
    return null;
  }
}
