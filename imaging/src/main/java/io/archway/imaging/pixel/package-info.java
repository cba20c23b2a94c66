/** What pixels are: their description (PS3.3 C.7.6.3) and the stored values of a frame. */
package io.archway.imaging.pixel;
