package io.archway.index.study;

import io.archway.index.store.ObjectLocation;

/** A stored version of an instance, as far as a resend is judged by it. */
public record KnownInstance(
    long organizationKey,
    long instanceKey,
    String sopInstanceUid,
    int version,
    boolean current,
    long recordNumber,
    String container,
    long byteOffset,
    long byteLength,
    int dataSetOffset,
    String transferSyntaxUid,
    String sha256,
    String canonicalSha256,
    long patientKey,
    long studyKey,
    long seriesKey,
    long mediumKey) {
  /** True where a data set with these digests is the same (architecture: Same data set). */
  public boolean hasSameDataSet(String transferSyntax, String sha, String canonicalSha) {
    return sha256.equals(sha) && transferSyntaxUid.equals(transferSyntax)
        || canonicalSha256 != null && canonicalSha256.equals(canonicalSha);
  }

  public ObjectLocation location() {
    return new ObjectLocation(container, byteOffset, byteLength);
  }

  public boolean liesAt(ObjectLocation location) {
    return container.equals(location.container()) && byteOffset == location.offset();
  }
}
