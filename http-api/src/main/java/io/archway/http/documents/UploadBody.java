package io.archway.http.documents;

import io.archway.http.kernel.FieldErrors;
import io.archway.http.kernel.Rule;

/** A file and what it is. The file itself is no part of this: it is taken as it comes. */
record UploadBody(
    @Rule.Required @Rule.Range(min = 1) Long patNum,
    @Rule.Name("rawBase64") String file,
    @Rule.Required
        @Rule.Name("extension")
        @Rule.Matches(value = "\\.?[A-Za-z0-9]{1,10}", meaning = "an extension like .jpg")
        String extension,
    @Rule.Range(min = 1) Long docCategory,
    String imgType,
    @Rule.Size(max = 2_000) String description,
    String dateCreated,
    String toothNumbers)
    implements DocumentSaid {

  @Override
  public DocumentFields fields(FieldErrors errors) {
    return DocumentFields.of(docCategory, imgType, description, dateCreated, toothNumbers, errors);
  }

  String plainExtension() {
    return extension.startsWith(".") ? extension.substring(1) : extension;
  }
}
