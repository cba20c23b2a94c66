/**
 * The imaging family of the API: sign-in, patients, media, and beside them instances. All rows are
 * those of the caller's organization; what belongs to another is as if it were not there.
 */
package io.archway.http.imaging;
