/** Reports over HTTP: their life, and what a signature gives out. */
package io.archway.http.imaging.report;
