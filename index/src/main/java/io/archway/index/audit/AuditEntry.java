package io.archway.index.audit;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One thing that somebody did: kinds and keys of records, never what is in them. Its text is what
 * waits to be sealed, and what is sealed:
 *
 * <pre>
 *   1            form of this text
 *   7            organization
 *   2026-…Z      when, in whole microseconds
 *   READ         action
 *   HTTP         via
 *   3            user, or empty
 *   12           token, or empty
 *                name, or empty
 *   192.0.2.7    address, or empty
 *   showPatient  operation
 *   k3f-1a       request, or empty
 *   404          status, or empty
 *   PATIENT:5 MEDIUM:9
 *   0            how many more records there were
 * </pre>
 *
 * @param status of a refusal; null otherwise
 * @param records at most {@link #MAX_RECORDS}
 * @param omitted how many more there were
 */
public record AuditEntry(
    Instant occurredAt,
    Auditor auditor,
    Action action,
    Integer status,
    List<RecordKey> records,
    int omitted) {
  /** Keys of one entry; a page of a list has fewer. */
  public static final int MAX_RECORDS = 200;

  private static final String FORM = "1";
  private static final int LINES = 14;

  public AuditEntry {
    occurredAt = occurredAt.truncatedTo(ChronoUnit.MICROS);
    records = List.copyOf(records);
    if (records.size() > MAX_RECORDS) {
      throw new IllegalArgumentException(
          "records: %d (expected: <= %d)".formatted(records.size(), MAX_RECORDS));
    }
  }

  /** Of any number of records, of which the first are kept; each once. */
  public static AuditEntry of(
      Instant occurredAt, Auditor auditor, Action action, Integer status, List<RecordKey> records) {
    List<RecordKey> all = records.stream().distinct().toList();
    List<RecordKey> kept = all.subList(0, Math.min(all.size(), MAX_RECORDS));
    return new AuditEntry(occurredAt, auditor, action, status, kept, all.size() - kept.size());
  }

  public String text() {
    return String.join(
        "\n",
        FORM,
        Long.toString(auditor.organizationKey()),
        occurredAt.toString(),
        action.name(),
        auditor.via().name(),
        text(auditor.userKey()),
        text(auditor.tokenKey()),
        text(auditor.name()),
        text(auditor.address()),
        auditor.operation(),
        text(auditor.requestId()),
        text(status),
        recordText(),
        Integer.toString(omitted));
  }

  String recordText() {
    return String.join(" ", records.stream().map(RecordKey::text).toList());
  }

  public static AuditEntry parse(String text) {
    String[] lines = text.split("\n", -1);
    if (lines.length != LINES || !lines[0].equals(FORM)) {
      throw new IllegalArgumentException(
          "audit entry: %d lines of form %s (expected: %d of form %s)"
              .formatted(lines.length, lines[0], LINES, FORM));
    }
    Auditor auditor =
        new Auditor(
            Long.parseLong(lines[1]),
            Via.valueOf(lines[4]),
            number(lines[5]),
            number(lines[6]),
            lines[7],
            lines[8],
            lines[9],
            lines[10]);
    return new AuditEntry(
        Instant.parse(lines[2]),
        auditor,
        Action.valueOf(lines[3]),
        lines[11].isEmpty() ? null : Integer.valueOf(lines[11]),
        records(lines[12]),
        Integer.parseInt(lines[13]));
  }

  static List<RecordKey> records(String text) {
    return text.isEmpty()
        ? new ArrayList<>()
        : Arrays.stream(text.split(" ")).map(RecordKey::parse).toList();
  }

  private static Long number(String text) {
    return text.isEmpty() ? null : Long.valueOf(text);
  }

  private static String text(Object value) {
    return value == null ? "" : value.toString();
  }
}
