/** Thumbnails: made once by a few threads, kept as files that may be thrown away. */
package io.archway.http.thumbnail;
