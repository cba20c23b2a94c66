package io.archway.http.documents.remote;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where on an SFTP server something is: {@code host[:port]/folder/file}, with or without {@code
 * sftp://} before it.
 *
 * @param path absolute, without a slash at its end; empty for the root
 * @param folder whether a slash stood at its end, or nothing at all
 */
public record SftpAddress(String host, int port, String path, boolean folder) {
  private static final int MAX_LENGTH = 1_000;
  private static final int PORT = 22;
  private static final Pattern FORM =
      Pattern.compile(
          "(?:(?i:sftp)://)?([A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])(?::([0-9]{1,5}))?(/.*)?");

  /**
   * @throws IllegalArgumentException with what was expected
   */
  public static SftpAddress parse(String text) {
    Matcher form = FORM.matcher(text.strip());
    if (text.length() > MAX_LENGTH || !form.matches()) {
      throw expected();
    }
    int port = form.group(2) == null ? PORT : Integer.parseInt(form.group(2));
    if (port < 1 || port > 65_535) {
      throw expected();
    }
    String rest = form.group(3) == null ? "/" : form.group(3);
    List<String> parts = new ArrayList<>();
    for (String part : rest.split("/")) {
      boolean control = part.chars().anyMatch(c -> c < ' ' || c == 0x7F);
      if (part.equals("..") || part.equals(".") || control) {
        throw expected();
      } else if (!part.isEmpty()) {
        parts.add("/" + part);
      }
    }
    String host = form.group(1).replaceAll("[\\[\\]]", "");
    return new SftpAddress(host, port, String.join("", parts), rest.endsWith("/"));
  }

  private static IllegalArgumentException expected() {
    return new IllegalArgumentException("expected: host/folder/file, with / between");
  }

  /** The last name of the path; empty of the root. */
  public String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Without its last name. */
  public SftpAddress parent() {
    return new SftpAddress(host, port, path.substring(0, Math.max(0, path.lastIndexOf('/'))), true);
  }

  /** A file in this folder. */
  public SftpAddress file(String name) {
    return new SftpAddress(host, port, path + "/" + name, false);
  }

  /** As callers write it. */
  public String text() {
    return shown() + (port == PORT ? "" : ":" + port) + path + (folder ? "/" : "");
  }

  private String shown() {
    return host.contains(":") ? "[" + host + "]" : host;
  }

  String server() {
    return shown().toLowerCase(java.util.Locale.ROOT) + ":" + port;
  }
}
