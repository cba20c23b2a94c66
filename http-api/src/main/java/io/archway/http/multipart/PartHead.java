package io.archway.http.multipart;

/**
 * What a part says of itself. Its media type is not looked at: content tells what it is.
 *
 * @param name of the form's field
 * @param fileName as the sender calls the file, without folders; null of a field that is none
 */
public record PartHead(String name, String fileName) {

  /** The last of a path, at most 255 printable characters, for people to read. */
  public static String lastOf(String path) {
    return PartHeads.clean(path);
  }
}
