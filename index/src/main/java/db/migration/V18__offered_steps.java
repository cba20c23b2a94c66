package db.migration;

import io.archway.index.offer.OfferedSteps;
import java.sql.Statement;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;

/**
 * The table of what modalities are offered. Its answers are packed by the program, so that SQL
 * alone cannot fill it. Where the packing changes, another migration empties and fills it anew.
 */
public final class V18__offered_steps extends BaseJavaMigration {
  private static final String[] TABLE = {
    """
    CREATE TABLE offered_step (
      step_key          bigint NOT NULL PRIMARY KEY,
      organization_key  bigint NOT NULL,
      worklist_item_key bigint NOT NULL,
      patient_key       bigint NOT NULL,
      office_key        bigint NOT NULL,
      status            varchar(16) NOT NULL,
      start_date        date NOT NULL,
      start_time        time(6) NOT NULL,
      modality          varchar(64) ${collate} NOT NULL,
      expires_at        timestamp(6) with time zone,
      answer            bytea NOT NULL
    )
    """,
    "CREATE INDEX offered_step_of_item ON offered_step (worklist_item_key)",
    "CREATE INDEX offered_step_of_patient ON offered_step (patient_key)",
    """
    CREATE INDEX offered_step_by_start
      ON offered_step (organization_key, start_date, start_time, step_key)
    """,
    """
    CREATE INDEX offered_step_by_modality
      ON offered_step (organization_key, modality, start_date, start_time, step_key)
    """,
    "DROP INDEX step_by_start"
  };

  @Override
  public void migrate(Context context) throws Exception {
    String collate = context.getConfiguration().getPlaceholders().get("collate");
    try (Statement statement = context.getConnection().createStatement()) {
      for (String sql : TABLE) {
        statement.execute(sql.replace("${collate}", collate));
      }
    }
    OfferedSteps.fill(context.getConnection());
  }
}
