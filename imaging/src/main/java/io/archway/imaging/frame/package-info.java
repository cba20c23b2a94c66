/** Where the bytes of a frame lie in an object, and reading them without the rest of it. */
package io.archway.imaging.frame;
