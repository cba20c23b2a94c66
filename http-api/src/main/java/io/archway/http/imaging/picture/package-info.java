/** Pictures of what is stored, over the imaging family. */
package io.archway.http.imaging.picture;
