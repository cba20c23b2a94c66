package io.archway.gateway.operation;

/**
 * What an operation tells whoever asked for it, on a terminal or at the other end of a connection.
 */
public interface Report {
  /** One line for the reader. */
  void line(String text);

  /** How far it is, of a total that is known by now. */
  void progress(String label, long done, long total);
}
