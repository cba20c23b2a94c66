package io.archway.http.patients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.archway.http.kernel.ProblemException;
import io.archway.http.kernel.ProblemType;
import java.time.Duration;
import java.time.Instant;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Nobody keeps others from importing. */
class ImportPlacesTest {
  private Instant now = Instant.parse("2026-03-01T10:00:00Z");
  private final ImportPlaces places = new ImportPlaces(() -> now, Duration.ofMinutes(1));

  private static ProblemType refused(ThrowingCallable call) {
    return catchThrowableOfType(ProblemException.class, call).problem().type();
  }

  @Test
  void anOrganizationHasAPlaceOfItsOwn() {
    ImportPlaces.Place first = places.take(1);
    assertThat(refused(() -> places.take(1))).isEqualTo(ProblemType.UNAVAILABLE);
    ImportPlaces.Place other = places.take(2);
    first.close();
    ImportPlaces.Place second = places.take(1);
    first.close();
    assertThat(refused(() -> places.take(1))).as("closed twice").isNotNull();
    second.close();
    other.close();
    for (long key = 1; key <= ImportPlaces.MAX_PLACES; key++) {
      places.take(key);
    }
    assertThat(refused(() -> places.take(9))).isEqualTo(ProblemType.UNAVAILABLE);
  }

  @Test
  void aFileThatComesTooSlowlyIsRefused() {
    ImportPlaces.Place place = places.take(1);
    now = now.plusSeconds(60);
    assertThatCode(() -> place.checkTime("")).doesNotThrowAnyException();
    now = now.plusMillis(1);
    assertThat(refused(() -> place.checkTime(""))).isEqualTo(ProblemType.REQUEST_TIMEOUT);
  }
}
