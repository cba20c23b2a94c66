package io.archway.index.association;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A presentation context as proposed and answered (PS3.8 9.3.3.2). {@code result} is the number of
 * PS3.8 Table 9-18; {@code acceptedTransferSyntaxUid} is empty where it was rejected.
 */
public record ProposedContext(
    int contextId,
    String abstractSyntaxUid,
    List<String> transferSyntaxUids,
    int result,
    String acceptedTransferSyntaxUid) {
  private static final int FIELDS = 5;

  public ProposedContext {
    transferSyntaxUids = List.copyOf(transferSyntaxUids);
    acceptedTransferSyntaxUid = acceptedTransferSyntaxUid == null ? "" : acceptedTransferSyntaxUid;
  }

  public boolean accepted() {
    return result == 0;
  }

  /** One line a context: a row each would be 128 for every image of some senders. */
  static String format(List<ProposedContext> contexts) {
    return contexts.stream()
        .map(
            context ->
                String.join(
                    " ",
                    String.valueOf(context.contextId),
                    word(context.abstractSyntaxUid),
                    String.valueOf(context.result),
                    word(context.acceptedTransferSyntaxUid),
                    word(String.join(",", context.transferSyntaxUids))))
        .collect(Collectors.joining("\n"));
  }

  static List<ProposedContext> parse(String text) {
    return text.lines().map(ProposedContext::parseLine).toList();
  }

  private static ProposedContext parseLine(String line) {
    String[] fields = line.split(" ");
    if (fields.length != FIELDS) {
      throw new IllegalArgumentException("context fields: " + fields.length + " (expected: 5)");
    }
    List<String> proposed = fields[4].equals("-") ? List.of() : Arrays.asList(fields[4].split(","));
    return new ProposedContext(
        Integer.parseInt(fields[0]),
        unword(fields[1]),
        proposed,
        Integer.parseInt(fields[2]),
        unword(fields[3]));
  }

  private static String word(String text) {
    String word = text.replaceAll("[\\s\\u0000]+", "");
    return word.isEmpty() ? "-" : word;
  }

  private static String unword(String word) {
    return word.equals("-") ? "" : word;
  }
}
