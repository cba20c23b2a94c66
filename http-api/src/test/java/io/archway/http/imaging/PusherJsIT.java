package io.archway.http.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.archway.index.account.AccountDao;
import io.archway.index.database.DatabaseSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The client that browsers use, pusher-js, under Node.js: signs in, subscribes and follows. Skipped
 * where {@code node} does not find it, unless NODE_PATH says that it should and
 * ARCHWAY_TEST_PEERS=required.
 */
@Timeout(300)
final class PusherJsIT {

  private static final int WAIT_SECONDS = 90;

  @TempDir Path folder;

  @Test
  void pusherJsFollowsWhatItMay() throws Exception {
    boolean there = succeeds("node", "-e", "require('pusher-js')");
    if (System.getenv("NODE_PATH") != null) {
      assertThat(there || !"required".equals(System.getenv("ARCHWAY_TEST_PEERS"))).isTrue();
    }
    assumeTrue(there, "node does not find pusher-js (expected: in NODE_PATH)");
    Path script = folder.resolve("follow.js");
    Files.write(script, getClass().getResourceAsStream("follow.js").readAllBytes());
    try (EventServer server =
        new EventServer(DatabaseSettings.h2("async:" + folder.resolve("index")))) {
      String own = "private-organization." + server.organizationKey;
      String presence = "presence-organization." + server.organizationKey;
      String foreign = "private-organization." + server.otherOrganizationKey;
      String token = server.token("admin");
      Process client =
          new ProcessBuilder(
                  "node",
                  script.toString(),
                  Integer.toString(server.server.port()),
                  token,
                  own,
                  presence,
                  foreign)
              .redirectErrorStream(true)
              .start();
      try {
        Lines lines = new Lines(client);
        lines.await("state connected");
        lines.await(
            "subscribed " + own + " 0",
            "subscribed " + presence + " 1",
            "refused " + foreign + " 404");
        server.append(server.organizationKey, 9);
        lines.await("medium 9");
        revoke(server);
        lines.await("error 4009", "state disconnected");
      } finally {
        client.destroyForcibly();
      }
    }
  }

  private static void revoke(EventServer server) {
    server.database.durably(
        handle -> {
          long user = handle.attach(AccountDao.class).findByLogin("admin").orElseThrow().userKey();
          return handle.execute("DELETE FROM access_token WHERE user_key = ?", user);
        });
  }

  private static boolean succeeds(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** What a program says, line by line. */
  private static final class Lines {

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    Lines(Process process) {
      Thread reader = new Thread(() -> read(process), "lines");
      reader.setDaemon(true);
      reader.start();
    }

    private void read(Process process) {
      try (BufferedReader in =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
          lines.add(line);
        }
      } catch (IOException e) {
        lines.add("read: " + e.getMessage());
      }
    }

    /** Until all of these were said, in any order. */
    void await(String... expected) throws InterruptedException {
      List<String> left = new ArrayList<>(List.of(expected));
      List<String> said = new ArrayList<>();
      while (!left.isEmpty()) {
        String line = lines.poll(WAIT_SECONDS, TimeUnit.SECONDS);
        assertThat(line).as("%s, after %s", left, said).isNotNull();
        said.add(line);
        left.remove(line);
      }
    }
  }
}
