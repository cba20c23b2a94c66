package io.archway.http.documents.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
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
    assertThat(keys.accepts("host:22", "SHA256:one")).isTrue();
    assertThat(keys.accepts("host:22", "SHA256:two")).isFalse();
    assertThat(keys.accepts("host:2222", "SHA256:two")).isTrue();
    HostKeys again = new HostKeys(List.of(), file);
    assertThat(again.accepts("host:22", "SHA256:two")).isFalse();
    assertThat(again.accepts("host:22", "SHA256:one")).isTrue();
    assertThat(Files.readAllLines(file)).hasSize(2);
  }

  @Test
  void strangersAreRefusedWhereNobodyIsTrustedAndSettingsWin() {
    HostKeys keys = new HostKeys(List.of("Known.example SHA256:one", "b:2222 SHA256:b"), null);
    assertThat(keys.accepts("known.example:22", "SHA256:one")).isTrue();
    assertThat(keys.accepts("known.example:22", "SHA256:two")).isFalse();
    assertThat(keys.accepts("b:2222", "SHA256:b")).isTrue();
    assertThat(keys.accepts("other:22", "SHA256:one")).isFalse();
  }

  @Test
  void serverMayHaveSeveralKeysAndAnAddressOfVersion6() {
    HostKeys keys =
        new HostKeys(
            List.of("a SHA256:one", "a SHA256:two", "[2001:DB8::1]:2222 SHA256:b", "::1 SHA256:c"),
            null);
    assertThat(keys.accepts("a:22", "SHA256:one")).isTrue();
    assertThat(keys.accepts("a:22", "SHA256:two")).isTrue();
    assertThat(keys.accepts("a:22", "SHA256:three")).isFalse();
    assertThat(keys.accepts(SftpAddress.parse("[2001:db8::1]:2222/x").server(), "SHA256:b"))
        .isTrue();
    assertThat(keys.accepts(SftpAddress.parse("[::1]/x").server(), "SHA256:c")).isTrue();
    assertThatThrownBy(() -> new HostKeys(List.of("a:0 SHA256:one"), null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void strangersAreLearntUpToALimitAndSettingsReplaceWhatWasLearnt() throws Exception {
    Path file = folder.resolve("sftp-hosts");
    HostKeys keys = new HostKeys(List.of(), file, 2);
    assertThat(keys.accepts("a:22", "SHA256:one")).isTrue();
    assertThat(keys.accepts("b:22", "SHA256:one")).isTrue();
    assertThat(keys.accepts("c:22", "SHA256:one")).isFalse();
    HostKeys again = new HostKeys(List.of("a SHA256:new"), file, 2);
    assertThat(again.accepts("a:22", "SHA256:one")).isFalse();
    assertThat(again.accepts("a:22", "SHA256:new")).isTrue();
    assertThat(again.accepts("b:22", "SHA256:one")).isTrue();
    assertThat(again.accepts("c:22", "SHA256:one")).isFalse();
    assertThat(Files.readAllLines(file)).hasSize(2);
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
}
