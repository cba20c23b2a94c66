package io.archway.http.pdf;

import java.util.List;

/**
 * What a PDF is to say, without a word of how it looks: a letterhead, what it is about, and parts
 * of text. The same paper always gives the same bytes, where the same fonts are there.
 *
 * @param title of the document
 * @param mark what state it is in, such as that it is not signed; null for none
 * @param letterhead whose it is; the first line is the name
 * @param facts labels with their values
 * @param footer repeated on every page, beside its number
 * @param madeAtMillis the date in the document
 * @param language of the labels (RFC 5646)
 */
public record Paper(
    String title,
    String mark,
    List<String> letterhead,
    List<Fact> facts,
    List<Part> parts,
    String footer,
    String author,
    long madeAtMillis,
    String language) {

  /** One line of what it is about; a long value takes more. */
  public record Fact(String label, String value) {}

  /** A heading, which may be null, and its text. */
  public record Part(String heading, String text) {}

  public Paper {
    letterhead = List.copyOf(letterhead);
    facts = List.copyOf(facts);
    parts = List.copyOf(parts);
  }
}
