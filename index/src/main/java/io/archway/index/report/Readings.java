package io.archway.index.report;

/**
 * SQL of what waits to be read: images and files that an order names or is linked with which is
 * neither complete, cancelled nor deleted, or whose report is not signed. They may not be deleted.
 * Counted, since PostgreSQL reads whole tables for EXISTS behind OR.
 */
public final class Readings {
  private static final String UNDONE =
      """
      w.deleted_at IS NULL AND (w.status = 'pending' AND w.cancelled_at IS NULL
        OR 0 < (SELECT count(*) FROM report r WHERE r.worklist_item_key = w.worklist_item_key
          AND r.deleted_at IS NULL AND r.status <> 'final'))
      """;

  /** On the row of a medium, as m: whether an undone order names it. */
  public static final String OF_MEDIUM =
      " (0 < (SELECT count(*) FROM worklist_item w WHERE w.medium_key = m.medium_key AND "
          + UNDONE
          + ")) ";

  /** On the row of a study, as s: whether an undone order names or is linked with it. */
  public static final String OF_STUDY =
      """
       (0 < (SELECT count(*) FROM worklist_link l
          JOIN worklist_item w ON w.worklist_item_key = l.worklist_item_key
          WHERE l.study_key = s.study_key AND
      """
          + UNDONE
          + """
            ) OR 0 < (SELECT count(*) FROM medium n
              JOIN worklist_item w ON w.medium_key = n.medium_key
              WHERE n.study_key = s.study_key AND
            """
          + UNDONE
          + ")) ";

  private Readings() {}
}
