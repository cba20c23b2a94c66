/** The documents family: a patient's documents and mounts, for practice management systems. */
package io.archway.http.documents;
