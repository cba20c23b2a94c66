package io.archway.http.imaging.upload;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a file is by its content, never by its name: what is kept as a medium of its own, and
 * archives. Text that a browser could run is none of these. Pure.
 */
enum FileType {
  JPEG("image/jpeg", "jpg"),
  PNG("image/png", "png"),
  GIF("image/gif", "gif"),
  TIFF("image/tiff", "tif"),
  BMP("image/bmp", "bmp"),
  WEBP("image/webp", "webp"),
  HEIC("image/heic", "heic"),
  PDF("application/pdf", "pdf"),
  STL("model/stl", "stl"),
  OBJ("model/obj", "obj"),
  PLY("application/x-ply", "ply"),
  MP4("video/mp4", "mp4"),
  QUICKTIME("video/quicktime", "mov"),
  ZIP("application/zip", "zip");

  /** So many bytes are enough to tell. */
  static final int HEAD_BYTES = 4096;

  private static final int STL_HEAD = 84;
  private static final int STL_TRIANGLE = 50;
  private static final Pattern STL_TEXT =
      Pattern.compile("\\s*solid\\b[^\\n]*\\n\\s*(facet\\s+normal|endsolid)\\b.*", Pattern.DOTALL);
  private static final Pattern PLY_TEXT =
      Pattern.compile("ply\\r?\\n(comment[^\\n]*\\n|obj_info[^\\n]*\\n)*format .*", Pattern.DOTALL);

  /** What may stand before the first vertex, which comes before what is made of it. */
  private static final Set<String> OBJ_BEFORE = Set.of("mtllib", "usemtl", "o", "g", "s");

  private static final String NUMBER = "[-+]?[0-9.]{1,30}([eE][-+]?[0-9]{1,3})?";

  private final String mediaType;
  private final String extension;

  FileType(String mediaType, String extension) {
    this.mediaType = mediaType;
    this.extension = extension;
  }

  String mediaType() {
    return mediaType;
  }

  String extension() {
    return extension;
  }

  /**
   * @param head the first {@link #HEAD_BYTES} of the file, or all of it
   * @param length of the whole file
   */
  static Optional<FileType> of(ByteBuffer head, long length) {
    byte[] bytes = new byte[head.remaining()];
    head.duplicate().get(bytes);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    return binary(text).or(() -> model(bytes, text, length));
  }

  private static Optional<FileType> binary(String text) {
    FileType found = null;
    if (text.startsWith("\u00FF\u00D8\u00FF")) {
      found = JPEG;
    } else if (text.startsWith("\u0089PNG\r\n\u001A\n")) {
      found = PNG;
    } else if (text.startsWith("GIF87a") || text.startsWith("GIF89a")) {
      found = GIF;
    } else if (text.startsWith("II*\0") || text.startsWith("MM\0*")) {
      found = TIFF;
    } else if (text.startsWith("BM") && text.startsWith("\0\0\0\0", 6)) {
      found = BMP;
    } else if (text.startsWith("RIFF") && text.startsWith("WEBP", 8)) {
      found = WEBP;
    } else if (text.startsWith("%PDF-")) {
      found = PDF;
    } else if (text.startsWith("PK\3\4") || text.startsWith("PK\5\6")) {
      found = ZIP;
    } else if (text.startsWith("ftyp", 4) && text.length() >= 12) {
      found = ofBrand(text.substring(8, 12));
    } else if (text.startsWith("moov", 4) || text.startsWith("mdat", 4)) {
      found = QUICKTIME;
    }
    return Optional.ofNullable(found);
  }

  /** ISO/IEC 14496-12 4.3; null of what is neither a picture nor a video. */
  private static FileType ofBrand(String brand) {
    return switch (brand) {
      case "heic", "heix", "heim", "heis", "mif1", "msf1" -> HEIC;
      case "qt  " -> QUICKTIME;
      case "isom",
          "iso2",
          "iso4",
          "iso5",
          "iso6",
          "mp41",
          "mp42",
          "avc1",
          "M4V ",
          "MSNV",
          "3gp4",
          "3gp5",
          "dash" ->
          MP4;
      default -> null;
    };
  }

  private static Optional<FileType> model(byte[] bytes, String text, long length) {
    if (PLY_TEXT.matcher(text).matches()) {
      return Optional.of(PLY);
    } else if (STL_TEXT.matcher(text).matches() || isBinaryStl(bytes, length)) {
      return Optional.of(STL);
    }
    return isObj(text) ? Optional.of(OBJ) : Optional.empty();
  }

  private static boolean isObj(String text) {
    for (String line : text.split("\\r?\\n")) {
      String[] words = line.strip().split("[ \\t]+");
      if (words[0].equals("v")) {
        return words.length >= 4
            && Arrays.stream(words).skip(1).allMatch(word -> word.matches(NUMBER));
      } else if (!words[0].isEmpty()
          && !words[0].startsWith("#")
          && !OBJ_BEFORE.contains(words[0])) {
        return false;
      }
    }
    return false;
  }

  /** It says nothing of itself but how many triangles there are. */
  private static boolean isBinaryStl(byte[] bytes, long length) {
    if (bytes.length < STL_HEAD) {
      return false;
    }
    long triangles = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(80) & 0xFFFFFFFFL;
    return triangles > 0 && length == STL_HEAD + STL_TRIANGLE * triangles;
  }

  /** The media type under which a file was kept, as one of these. */
  static Optional<FileType> ofMediaType(String mediaType) {
    for (FileType type : values()) {
      if (type.mediaType.equals(mediaType)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
