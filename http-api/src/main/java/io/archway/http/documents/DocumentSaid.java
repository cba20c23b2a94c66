package io.archway.http.documents;

import io.archway.http.kernel.FieldErrors;

/** A body that says what a document is. */
interface DocumentSaid {
  Long patNum();

  DocumentFields fields(FieldErrors errors);
}
