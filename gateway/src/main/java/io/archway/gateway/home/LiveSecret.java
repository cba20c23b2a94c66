package io.archway.gateway.home;

import io.archway.gateway.CommandFailure;
import io.archway.gateway.ExitCode;
import io.archway.gateway.Explanation;
import io.archway.gateway.settings.Secret;
import io.archway.http.account.Seal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * The secret with which subscriptions to channels are signed: of the setting, or in a file of the
 * home that only its owner can read, made when it is first asked for. No backup needs it: what was
 * signed is good while the gateway runs.
 */
public final class LiveSecret {
  /** Of the file, below the home. */
  public static final String FILE = "live.secret";

  private LiveSecret() {}

  /**
   * @param setting or empty
   */
  public static String open(Path home, Secret setting) {
    if (!setting.isEmpty()) {
      return setting.value();
    }
    Path file = home.resolve(FILE);
    try {
      if (!Files.exists(file)) {
        SealKey.write(file, HexFormat.of().formatHex(Seal.newKey()) + "\n");
      }
      String secret = Files.readString(file).strip();
      if (secret.isEmpty()) {
        throw new CommandFailure(ExitCode.FAILED, file + ": empty (expected: a secret)");
      }
      return secret;
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.FAILED, file + ": " + Explanation.text(e), e);
    }
  }
}
