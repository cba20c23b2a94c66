package io.archway.http.imaging;

import io.archway.dicom.dict.UidRegistry;
import io.archway.index.association.AssociationRow;
import io.archway.index.association.AssociationState;
import io.archway.index.association.ProposedContext;
import java.util.List;

/**
 * A presentation context: what was proposed, and what became of it. {@code reason} is null where it
 * was accepted; names are null where the registry of PS3.6 has none.
 */
record ContextView(
    int id,
    UidPart abstractSyntax,
    List<UidPart> proposedTransferSyntaxes,
    Result result,
    UidPart transferSyntax,
    String reason) {

  /** A UID and its name. */
  record UidPart(String uid, String name) {

    static UidPart of(String uid) {
      return new UidPart(uid, UidRegistry.entry(uid) == null ? null : UidRegistry.name(uid));
    }
  }

  /** The results of PS3.8 Table 9-18 in the order of their numbers, and that there was none. */
  enum Result {
    ACCEPTED(null),
    USER_REJECTION("rejected by the service user"),
    NO_REASON("rejected without a reason"),
    ABSTRACT_SYNTAX_NOT_SUPPORTED(
        "no such service here: neither Verification, worklist and performed steps nor a storage"
            + " class that is taken (see dicom.deniedSopClasses)"),
    TRANSFER_SYNTAXES_NOT_SUPPORTED("none of the proposed transfer syntaxes is taken"),
    NOT_ANSWERED("the association was rejected as a whole");

    private final String text;

    Result(String text) {
      this.text = text;
    }

    private static Result of(AssociationRow row, ProposedContext context) {
      if (row.state() == AssociationState.REJECTED) {
        return NOT_ANSWERED;
      }
      boolean known = context.result() >= 0 && context.result() < NOT_ANSWERED.ordinal();
      return known ? values()[context.result()] : NO_REASON;
    }
  }

  static List<ContextView> all(AssociationRow row) {
    return row.proposedContexts().stream().map(context -> of(row, context)).toList();
  }

  private static ContextView of(AssociationRow row, ProposedContext context) {
    Result result = Result.of(row, context);
    return new ContextView(
        context.contextId(),
        UidPart.of(context.abstractSyntaxUid()),
        context.transferSyntaxUids().stream().map(UidPart::of).toList(),
        result,
        context.accepted() ? UidPart.of(context.acceptedTransferSyntaxUid()) : null,
        result.text);
  }
}
