package io.archway.http.documents.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostKeysTest {
  @TempDir Path folder;

  @Test
  void firstKeyOfAStrangerIsTrustedAndKeptOverARestart() throws Exception {
    Path file = folder.resolve("sftp-hosts");
    HostKeys keys = new HostKeys(List.of(), file);
    assertThat(accepts(keys, "host:22", "SHA256:one")).isTrue();
    assertThat(accepts(keys, "host:22", "SHA256:two")).isFalse();
    assertThat(accepts(keys, "host:2222", "SHA256:two")).isTrue();
    HostKeys again = new HostKeys(List.of(), file);
    assertThat(accepts(again, "host:22", "SHA256:two")).isFalse();
    assertThat(accepts(again, "host:22", "SHA256:one")).isTrue();
    assertThat(Files.readAllLines(file)).hasSize(2);
  }

  @Test
  void strangersAreRefusedWhereNobodyIsTrustedAndSettingsWin() {
    HostKeys keys = new HostKeys(List.of("Known.example SHA256:one", "b:2222 SHA256:b"), null);
    assertThat(accepts(keys, "known.example:22", "SHA256:one")).isTrue();
    assertThat(accepts(keys, "known.example:22", "SHA256:two")).isFalse();
    assertThat(accepts(keys, "b:2222", "SHA256:b")).isTrue();
    assertThat(accepts(keys, "other:22", "SHA256:one")).isFalse();
  }

  @Test
  void serverMayHaveSeveralKeysAndAnAddressOfVersion6() {
    HostKeys keys =
        new HostKeys(
            List.of("a SHA256:one", "a SHA256:two", "[2001:DB8::1]:2222 SHA256:b", "::1 SHA256:c"),
            null);
    assertThat(accepts(keys, "a:22", "SHA256:one")).isTrue();
    assertThat(accepts(keys, "a:22", "SHA256:two")).isTrue();
    assertThat(accepts(keys, "a:22", "SHA256:three")).isFalse();
    assertThat(accepts(keys, SftpAddress.parse("[2001:db8::1]:2222/x").server(), "SHA256:b"))
        .isTrue();
    assertThat(accepts(keys, SftpAddress.parse("[::1]/x").server(), "SHA256:c")).isTrue();
    assertThatThrownBy(() -> new HostKeys(List.of("a:0 SHA256:one"), null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void strangersAreLearntUpToALimitAndSettingsReplaceWhatWasLearnt() throws Exception {
    Path file = folder.resolve("sftp-hosts");
    HostKeys keys = new HostKeys(List.of(), file, 2);
    assertThat(accepts(keys, "a:22", "SHA256:one")).isTrue();
    assertThat(accepts(keys, "b:22", "SHA256:one")).isTrue();
    assertThat(accepts(keys, "c:22", "SHA256:one")).isFalse();
    HostKeys again = new HostKeys(List.of("a SHA256:new"), file, 2);
    assertThat(accepts(again, "a:22", "SHA256:one")).isFalse();
    assertThat(accepts(again, "a:22", "SHA256:new")).isTrue();
    assertThat(accepts(again, "b:22", "SHA256:one")).isTrue();
    assertThat(accepts(again, "c:22", "SHA256:one")).isFalse();
    assertThat(Files.readAllLines(file)).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"b:22 SHA256:tw", "b:22 SHA2", "b:22", "b:2", "b"})
  void lineThatBreaksOffLocksNobodyOut(String torn) throws Exception {
    Path file = folder.resolve("sftp-hosts");
    assertThat(accepts(new HostKeys(List.of(), file), "a:22", "SHA256:one")).isTrue();
    Files.writeString(file, torn, StandardOpenOption.APPEND);
    HostKeys again = new HostKeys(List.of(), file);
    assertThat(Files.readString(file)).isEqualTo("a:22 SHA256:one\n");
    assertThat(accepts(again, "a:22", "SHA256:two")).isFalse();
    assertThat(accepts(again, "b:22", "SHA256:two")).isTrue();
    assertThat(Files.readAllLines(file)).containsExactly("a:22 SHA256:one", "b:22 SHA256:two");
  }

  @Test
  void wholeLineWithoutItsBreakCounts() throws Exception {
    Path file = folder.resolve("sftp-hosts");
    String key = "SHA256:" + "k".repeat(43);
    Files.writeString(file, "a:22 " + key);
    HostKeys keys = new HostKeys(List.of(), file);
    assertThat(accepts(keys, "a:22", "SHA256:two")).isFalse();
    assertThat(accepts(keys, "b:22", key)).isTrue();
    assertThat(Files.readAllLines(file)).containsExactly("a:22 " + key, "b:22 " + key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/x", "host/../x", "host/./x", "host:0/x", "host:70000/x", "a b/x"})
  void addressesThatAreNoneAreRefused(String text) {
    assertThatThrownBy(() -> SftpAddress.parse(text)).hasMessageStartingWith("expected: host");
  }

  @Test
  void addressesAreRead() {
    assertThat(SftpAddress.parse("MySftpSite/myUsername/Documents/SmithJohn389.png"))
        .isEqualTo(
            new SftpAddress("MySftpSite", 22, "/myUsername/Documents/SmithJohn389.png", false));
    assertThat(SftpAddress.parse("sftp://[::1]:2222//a///b/"))
        .isEqualTo(new SftpAddress("::1", 2222, "/a/b", true));
    assertThat(SftpAddress.parse("host").file("x.png").text()).isEqualTo("host/x.png");
    assertThat(SftpAddress.parse("host:2222/a/b.png").parent().text()).isEqualTo("host:2222/a/");
  }

  @Test
  void twoWhoShowThemselvesAtOnceAreOne() {
    HostKeys keys = new HostKeys(List.of(), folder.resolve("sftp-hosts"));
    assertThat(keys.trust("a:22", "SHA256:one")).isEqualTo(HostKeys.Trust.STRANGER);
    assertThat(keys.trust("a:22", "SHA256:two")).isEqualTo(HostKeys.Trust.STRANGER);
    assertThat(keys.learn("a:22", "SHA256:one")).isTrue();
    assertThat(keys.learn("a:22", "SHA256:two")).isFalse();
    assertThat(keys.learn("a:22", "SHA256:one")).isTrue();
  }

  private static boolean accepts(HostKeys keys, String server, String fingerprint) {
    return switch (keys.trust(server, fingerprint)) {
      case KNOWN -> true;
      case STRANGER -> keys.learn(server, fingerprint);
      case REFUSED -> false;
    };
  }
}
