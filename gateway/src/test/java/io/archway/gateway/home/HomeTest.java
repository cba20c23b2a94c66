package io.archway.gateway.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.archway.gateway.CommandFailure;
import io.archway.gateway.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeTest {
  @TempDir private Path folder;

  @Test
  void isHeldByOneAtATimeAndFreeAfterwards() throws Exception {
    Path home = folder.resolve("deep/home");
    try (Home held = Home.open(home)) {
      assertThat(held.folder()).isEqualTo(home);
      CommandFailure failure =
          catchThrowableOfType(CommandFailure.class, () -> Home.open(home).close());
      assertThat(failure.exitCode()).isEqualTo(ExitCode.IN_USE);
      assertThat(failure).hasMessageContaining(home.toString());
    }
    Home.open(home).close();
  }

  @Test
  void isReadableByItsOwnerAlone() throws Exception {
    Path home = folder.resolve("home");
    Home.open(home).close();
    if (Files.getFileStore(home).supportsFileAttributeView("posix")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home)))
          .isEqualTo("rwx------");
    }
  }

  @Test
  void aPlaceThatCannotBeAFolderIsNamed() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    CommandFailure failure =
        catchThrowableOfType(CommandFailure.class, () -> Home.open(file).close());
    assertThat(failure.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(failure).hasMessageContaining(file.toString());
  }
}
