/** Decoders: from the bytes of a frame to its stored values (PS3.5 8, A and G). */
package io.archway.imaging.codec;
