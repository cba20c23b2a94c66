/** A patient's documents and mounts: their numbers, and what was said of them. */
package io.archway.index.document;
