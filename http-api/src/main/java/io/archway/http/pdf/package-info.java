/** Text as PDF: fonts for any script, lines in reading direction, pages. */
package io.archway.http.pdf;
