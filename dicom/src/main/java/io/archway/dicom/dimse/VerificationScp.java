package io.archway.dicom.dimse;

/** The Verification service class (PS3.4 Annex A): answers C-ECHO. */
public final class VerificationScp implements ServiceClassProvider {

  @Override
  public DataSetSink onRequest(DimseRequest request, Responder responder) throws DimseException {
    if (request.operation() != DimseOperation.C_ECHO) {
      throw new DimseException(
          DimseStatus.UNRECOGNIZED_OPERATION, request.operation().label() + " (expected: C-ECHO)");
    }
    responder.respond(DimseStatus.SUCCESS);
    return null;
  }
}
