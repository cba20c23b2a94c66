/** Stored objects as HTTP content: one as its file, a study as a zip with a DICOMDIR. */
package io.archway.http.download;
