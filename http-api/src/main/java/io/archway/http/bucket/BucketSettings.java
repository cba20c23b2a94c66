package io.archway.http.bucket;

import java.net.URI;

/**
 * Where objects lie, and who we are there.
 *
 * @param endpoint scheme, host and port; nothing else is ever asked
 * @param keyPrefix that keys of an organization begin with: ends with /, and one of its segments is
 *     {@link #ORGANIZATION}, in whose place stands the organization's id
 * @param timeoutMillis for a connection, and for each silence
 */
public record BucketSettings(
    URI endpoint,
    String region,
    String bucket,
    String accessKey,
    String secretKey,
    String keyPrefix,
    int timeoutMillis) {
  static final String ORGANIZATION = "{organization}";

  /** Never the secret. */
  @Override
  public String toString() {
    return "BucketSettings[%s/%s]".formatted(endpoint, bucket);
  }
}
