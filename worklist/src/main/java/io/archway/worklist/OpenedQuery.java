package io.archway.worklist;

import io.archway.dicom.charset.SpecificCharacterSet;
import io.archway.dicom.dimse.DimseStatus;
import io.archway.index.query.MatchCursor;
import io.archway.index.worklist.Offer;

/**
 * A query that can be answered.
 *
 * @param attributes that were asked for
 * @param station whose AE title a step for any station is answered with
 * @param characterSet of the answers that leave ASCII
 */
record OpenedQuery(
    DimseStatus pendingStatus,
    Attributes.Selected<OfferedStep> attributes,
    String station,
    SpecificCharacterSet characterSet,
    MatchCursor<Offer> answers) {}
