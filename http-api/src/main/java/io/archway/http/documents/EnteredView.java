package io.archway.http.documents;

import io.archway.http.kernel.Rule;

/** A document that was entered just now. */
record EnteredView(
    long docNum,
    @Rule.Name("filePath") String filePath,
    String description,
    String toothNumbers,
    String note,
    String dateCreated,
    @Rule.Name("DateTStamp") String changed,
    @Rule.Name("DocCategory") long categoryNumber,
    @Rule.Name("docCategory") String categoryName,
    @Rule.Name("serverDateTime") String serverDateTime) {

  static EnteredView of(DocumentView view) {
    return new EnteredView(
        view.docNum(),
        view.filePath(),
        view.description(),
        view.toothNumbers(),
        view.note(),
        view.dateCreated(),
        view.changed(),
        view.categoryNumber(),
        view.categoryName(),
        view.serverDateTime());
  }
}
