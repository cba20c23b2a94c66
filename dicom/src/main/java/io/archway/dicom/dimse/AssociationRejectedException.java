package io.archway.dicom.dimse;

import io.archway.dicom.net.AssociationSummary;
import java.io.IOException;

/** The peer did not accept the association, or nothing came of it otherwise. */
public final class AssociationRejectedException extends IOException {

  private static final long serialVersionUID = 1L;

  private final transient AssociationSummary summary;

  AssociationRejectedException(AssociationSummary summary) {
    super(summary.text());
    this.summary = summary;
  }

  /** How far it came, with the numbers of an A-ASSOCIATE-RJ. */
  public AssociationSummary summary() {
    return summary;
  }
}
