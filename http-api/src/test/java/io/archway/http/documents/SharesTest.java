package io.archway.http.documents;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archway.http.kernel.ProblemException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Who is slow, or comes often, leaves others their way in. */
class SharesTest {
  @Test
  void oneOrganizationLeavesAPlaceToOthers() {
    Shares shares = new Shares(3, "Too many.");
    shares.take(1);
    shares.take(1);
    assertThatThrownBy(() -> shares.take(1)).hasMessageContaining("Too many.");
    shares.take(2);
    assertThatThrownBy(() -> shares.take(3)).isInstanceOf(ProblemException.class);
    shares.give(1);
    shares.take(3);
    shares.give(1);
    assertThatCode(() -> shares.take(2)).doesNotThrowAnyException();
  }

  @Test
  void onlyPlaceIsForWhoeverComes() {
    Shares shares = new Shares(1, "Too many.");
    shares.take(1);
    assertThatThrownBy(() -> shares.take(2)).isInstanceOf(ProblemException.class);
    shares.give(1);
    assertThatCode(() -> shares.take(2)).doesNotThrowAnyException();
  }

  @Test
  void bodyHasAnEnd() {
    AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    BodyTime time = new BodyTime(1, now::get);
    now.addAndGet(1_000_000);
    assertThatCode(time::check).doesNotThrowAnyException();
    now.addAndGet(1);
    assertThatThrownBy(time::check).hasMessageContaining("did not arrive in time");
  }
}
