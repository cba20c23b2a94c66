package io.archway.index.worklist;

/**
 * The Imaging Service Request of an item (PS3.3 C.4.12). The accession number is never empty in a
 * row; {@code issuerOfAccessionNumber} is "" where unknown, the others null. Names are PN values.
 */
public record ServiceRequest(
    String accessionNumber,
    String issuerOfAccessionNumber,
    String placerOrderNumber,
    String fillerOrderNumber,
    String requestingPhysicianName,
    String requestingService,
    String referringPhysicianName) {
  public static final ServiceRequest EMPTY =
      new ServiceRequest(null, "", null, null, null, null, null);

  ServiceRequest withAccessionNumber(String number) {
    return new ServiceRequest(
        number,
        issuerOfAccessionNumber,
        placerOrderNumber,
        fillerOrderNumber,
        requestingPhysicianName,
        requestingService,
        referringPhysicianName);
  }
}
