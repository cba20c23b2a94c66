package io.archway.http.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archway.http.documents.TransferResource.Making;
import io.archway.http.documents.TransferResource.Named;
import io.archway.http.documents.remote.RemoteException;
import io.archway.http.kernel.Problem;
import io.archway.index.document.DocumentRow;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TransferResourceTest {
  private static DocumentRow row(long key) {
    return new DocumentRow(
        key,
        "instance",
        "1.2." + key,
        null,
        1,
        1,
        1,
        1L,
        1L,
        "1.2",
        key,
        "1.2",
        false,
        0,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  private static final List<DocumentRow> ROWS =
      LongStream.range(0, 5).mapToObj(TransferResourceTest::row).toList();

  @Test
  void whatCannotBeMadeIsLeftOut() throws Exception {
    Making making =
        row ->
            switch (row.documentKey().intValue()) {
              case 1 -> throw new IOException("damaged");
              case 2 -> throw Problem.notFound().toException();
              case 3 -> Optional.empty();
              default -> Optional.of(new Named(row, "name", out -> {}));
            };
    assertThat(TransferResource.made(() -> {}, ROWS, making))
        .extracting(named -> named.row().documentKey())
        .containsExactly(0L, 4L);
  }

  @Test
  void nothingIsMadeWhenTheTimeIsUp() {
    Making making =
        row -> {
          throw new AssertionError("made");
        };
    assertThatThrownBy(
            () ->
                TransferResource.made(
                    () -> {
                      throw new RemoteException("it takes too long");
                    },
                    ROWS,
                    making))
        .hasMessage("it takes too long");
  }
}
