/** What all of the pixel code shares: its errors and its limits. */
package io.archway.imaging;
