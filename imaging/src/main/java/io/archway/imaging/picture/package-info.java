/** Small pictures of what is stored: scaled frames and photographs, models, kinds. */
package io.archway.imaging.picture;
