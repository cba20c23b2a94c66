import io.archway.index.database.Database;
import io.archway.index.database.DatabaseSettings;
import io.archway.index.database.KeySequence;
import io.archway.index.organization.OrganizationDao;
import io.archway.index.patient.PatientIdentity;
import io.archway.index.patient.PatientName;
import io.archway.index.patient.PatientRows;
import io.archway.index.worklist.NewOrder;
import io.archway.index.worklist.NewStep;
import io.archway.index.worklist.RequestedProcedure;
import io.archway.index.worklist.ServiceRequest;
import io.archway.index.worklist.StudyType;
import io.archway.index.worklist.WorklistRows;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/**
 * Fills the index of a gateway that does not run, but has run once, with the items that gen.py
 * wrote for other worklist servers: {@code WorklistItems HOME ITEMS_CSV}. See worklist.sh.
 */
public final class WorklistItems {
  private static final int GROUP = 500;
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HHmmss");

  private final Database database;
  private final long organizationKey;
  private final long officeKey;
  private final Instant now = Instant.now();

  private WorklistItems(Database database) {
    this.database = database;
    this.organizationKey =
        database.read(handle -> handle.attach(OrganizationDao.class).firstTwoKeys()).get(0);
    this.officeKey =
        database
            .read(handle -> handle.attach(OrganizationDao.class).defaultOfficeKey(organizationKey))
            .orElseThrow();
  }

  public static void main(String[] args) throws IOException {
    Path index = Path.of(args[0]).toAbsolutePath().resolve("store/index/archway");
    try (Database database = Database.open(DatabaseSettings.h2("async:" + index));
        BufferedReader lines = Files.newBufferedReader(Path.of(args[1]))) {
      System.out.println(new WorklistItems(database).load(lines) + " items");
      database.read(handle -> handle.execute("ANALYZE"));
    }
  }

  private long load(BufferedReader lines) throws IOException {
    long loaded = 0;
    List<String[]> group = new ArrayList<>();
    lines.readLine();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      group.add(line.split(","));
      if (group.size() == GROUP) {
        loaded += insert(group);
        group.clear();
      }
    }
    return loaded + insert(group);
  }

  private int insert(List<String[]> items) {
    return database.inConnection(
        connection -> {
          List<PatientIdentity.New> patients = new ArrayList<>();
          for (String[] item : items) {
            patients.add(patient(item, database.keys().next(connection, KeySequence.PATIENT)));
          }
          PatientRows.insert(connection, patients);
          for (int i = 0; i < items.size(); i++) {
            insert(connection, items.get(i), patients.get(i).identity().patientKey());
          }
          return items.size();
        });
  }

  private PatientIdentity.New patient(String[] item, long key) {
    String issuer = "office:" + officeKey;
    PatientIdentity identity =
        new PatientIdentity(
            key, organizationKey, issuer, item[1], 0, item[2], date(item[3]), item[4], null);
    return new PatientIdentity.New(
        identity, null, officeKey, PatientName.parse(item[2]), null, null, null, now);
  }

  private void insert(Connection connection, String[] item, long patientKey) throws SQLException {
    NewStep step =
        new NewStep(
            item[12],
            date(item[9]),
            LocalTime.parse(item[10], TIME),
            item[8],
            List.of(item[7]),
            item[7],
            "ROOM1",
            item[13],
            "Rose^Paul",
            null,
            null,
            List.of());
    NewOrder order =
        NewOrder.of(
                organizationKey, officeKey, patientKey, StudyType.COMPREHENSIVE_READ, List.of(step))
            .withProcedure(
                new RequestedProcedure(item[6], item[11], item[13], null, "ROUTINE", null, null))
            .withRequest(
                new ServiceRequest(item[5], "", null, null, "Blanc^Anne", null, "Blanc^Anne"));
    WorklistRows.insert(connection, database.keys(), order, now).orElseThrow();
  }

  private static LocalDate date(String text) {
    return LocalDate.parse(text, DateTimeFormatter.BASIC_ISO_DATE);
  }
}
