package io.archway.index.decision;

import com.fasterxml.jackson.databind.JsonNode;
import io.archway.index.access.Visibility;
import io.archway.index.database.Statements;
import io.archway.index.inbox.Decision;
import io.archway.index.inbox.InboxEntry;
import io.archway.index.inbox.InboxMatter;
import io.archway.index.inbox.InboxReason;
import io.archway.index.study.DicomDates;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Reads what entries are about, within the caller's connection. What arrived is shown as it came;
 * proposals are shown as they are now, those of items and patients that the caller does not see are
 * not. One use.
 */
public final class CaseReading {
  private static final String STUDY =
      """
      SELECT s.study_key FROM study s
      WHERE s.study_instance_uid = ? AND s.organization_key = ? AND s.received_patient_key = ?
      """;

  private static final String NAMES =
      """
      SELECT u.user_key, u.username FROM user_account u
      WHERE u.user_key IN %s AND u.organization_key = ?
      """;

  private final Connection connection;
  private final long organizationKey;
  private final Visibility visible;
  private final Map<Long, JsonNode> details = new HashMap<>();
  private final Map<Long, Long> studyKeys = new HashMap<>();
  private final Map<Long, String> names = new HashMap<>();
  private Map<Long, List<Proposal>> proposals;
  private Map<Long, Party> studies;
  private Map<Long, Party> patients;
  private Map<Long, Party> proposedPatients;
  private Map<Long, Party> items;

  private CaseReading(Connection connection, long organizationKey, Visibility visible) {
    this.connection = connection;
    this.organizationKey = organizationKey;
    this.visible = visible;
  }

  /** In the order of the entries. */
  public static List<InboxCase> of(
      Connection connection, long organizationKey, Visibility visible, List<InboxEntry> entries)
      throws SQLException {
    CaseReading reading = new CaseReading(connection, organizationKey, visible);
    reading.load(entries);
    Map<Long, List<Decision>> decisions =
        DecisionRows.ofInbox(
            connection, organizationKey, entries.stream().map(InboxEntry::inboxKey).toList());
    List<InboxCase> cases = new ArrayList<>(entries.size());
    for (InboxEntry entry : entries) {
      cases.add(reading.read(entry, decisions.getOrDefault(entry.inboxKey(), List.of())));
    }
    return cases;
  }

  private void load(List<InboxEntry> entries) throws SQLException {
    for (InboxEntry entry : entries) {
      details.put(entry.inboxKey(), Json.tree(entry.details()));
      studyKeys.put(entry.inboxKey(), studyKey(entry));
    }
    loadNames();
    proposals = Proposals.of(connection, organizationKey, entries);
    List<Proposal> all = proposals.values().stream().flatMap(List::stream).toList();
    studies =
        Parties.studies(connection, studyKeys.values().stream().filter(Objects::nonNull).toList());
    items =
        Parties.items(
            connection,
            organizationKey,
            visible,
            all.stream().map(Proposal::worklistItemKey).filter(Objects::nonNull).toList());
    patients =
        Parties.patients(
            connection,
            Visibility.ALL,
            entries.stream().map(InboxEntry::patientKey).filter(Objects::nonNull).toList());
    proposedPatients =
        Parties.patients(
            connection,
            visible,
            all.stream().map(Proposal::patientKey).filter(Objects::nonNull).toList());
  }

  private void loadNames() throws SQLException {
    List<Long> users =
        details.values().stream()
            .map(InboxText::takenBackBy)
            .filter(Objects::nonNull)
            .distinct()
            .toList();
    Statements.queryIn(
        connection,
        NAMES,
        users,
        (binding, part) -> binding.addAll(part).add(organizationKey),
        row -> names.put(row.getLong(1), row.getString(2)));
  }

  /** That of the entry, or the one by which its patient came. */
  private Long studyKey(InboxEntry entry) throws SQLException {
    String uid = details.get(entry.inboxKey()).path("study_instance_uid").asText("");
    if (entry.studyKey() != null || entry.patientKey() == null || uid.isEmpty()) {
      return entry.studyKey();
    }
    return Statements.query(
            connection,
            STUDY,
            binding -> binding.add(uid).add(organizationKey).add(entry.patientKey()),
            row -> row.getLong(1))
        .stream()
        .findFirst()
        .orElse(null);
  }

  private InboxCase read(InboxEntry entry, List<Decision> decisions) throws SQLException {
    InboxReason reason = InboxReason.valueOf(entry.reason());
    JsonNode said = details.get(entry.inboxKey());
    List<Proposed> proposed = new ArrayList<>();
    Party arrived;
    if (reason.matter() == InboxMatter.VERSION) {
      String uid = said.path("sop_instance_uid").asText("");
      List<Party> versions = Parties.versions(connection, organizationKey, uid);
      Party came = version(versions, said.path("version").asInt());
      versions.forEach(one -> proposed.add(proposed(one.version(), null, came, one)));
      arrived = came.saying(Map.of("SOPInstanceUID", uid));
    } else {
      arrived = arrived(entry, reason, said);
      for (Proposal proposal : proposals.getOrDefault(entry.inboxKey(), List.of())) {
        Party party = party(proposal);
        if (party != null) {
          proposed.add(proposed(proposal.number(), proposal.grade(), arrived, party));
        }
      }
    }
    String text = InboxText.of(reason, said, names);
    return new InboxCase(entry, text, arrived, proposed, decisions);
  }

  private static Proposed proposed(int number, String grade, Party arrived, Party party) {
    return new Proposed(number, grade, party, Compared.of(arrived, party));
  }

  private static Party version(List<Party> versions, int number) {
    return versions.stream()
        .filter(one -> one.version() == number)
        .findFirst()
        .orElse(Party.ofPatient(null, null, Map.of()));
  }

  private Party party(Proposal proposal) {
    return proposal.worklistItemKey() == null
        ? proposedPatients.get(proposal.patientKey())
        : items.get(proposal.worklistItemKey());
  }

  private Party arrived(InboxEntry entry, InboxReason reason, JsonNode said) {
    Party known = studies.get(studyKeys.get(entry.inboxKey()));
    if (known == null) {
      known = patients.get(entry.patientKey());
    }
    if (known == null) {
      known = Party.ofPatient(entry.patientKey(), null, Map.of());
    }
    return switch (reason.matter()) {
      case ORDER -> known;
      case OBJECT -> known.saying(object(entry, said));
      case PATIENT, STUDY, VERSION -> known.saying(person(said));
    };
  }

  private static Map<String, String> person(JsonNode said) {
    String birthDate = said.path("patient_birth_date").asText("");
    return new Attributes()
        .add(Party.PATIENT_NAME, text(said, "patient_name"))
        .add(Party.PATIENT_ID, text(said, "patient_id"))
        .add(Party.BIRTH_DATE, DicomDates.date(birthDate))
        .values();
  }

  private static Map<String, String> object(InboxEntry entry, JsonNode said) {
    return new Attributes()
        .add("SOPInstanceUID", text(said, "sop_instance_uid"))
        .add("SOPClassUID", text(said, "sop_class_uid"))
        .add("TransferSyntaxUID", text(said, "transfer_syntax_uid"))
        .add("ByteLength", entry.byteLength())
        .add("ReceivedAt", text(said, "received_at"))
        .add("CallingAETitle", text(said, "calling_ae_title"))
        .add("SHA256", text(said, "sha256"))
        .values();
  }

  private static String text(JsonNode node, String member) {
    return node.path(member).isNull() ? null : node.path(member).asText(null);
  }
}
