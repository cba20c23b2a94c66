package io.archway.http.imaging.upload;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a file is by its first bytes; that its name does not count is in the upload scenarios. */
final class FileTypeTest {

  private static final String TRIANGLE = "\1\0\0\0";

  static Stream<Arguments> heads() {
    return Stream.of(
        Arguments.of(FileType.JPEG, "\u00FF\u00D8\u00FF\u00E0\0\20JFIF"),
        Arguments.of(FileType.JPEG, "\u00FF\u00D8\u00FF"),
        Arguments.of(FileType.PNG, "\u0089PNG\r\n\u001A\n"),
        Arguments.of(FileType.GIF, "GIF87a"),
        Arguments.of(FileType.GIF, "GIF89a\1"),
        Arguments.of(FileType.TIFF, "II*\0\10"),
        Arguments.of(FileType.TIFF, "MM\0*\0"),
        Arguments.of(FileType.BMP, "BM\66\0\0\0\0\0\0\0\66"),
        Arguments.of(FileType.WEBP, "RIFF\20\0\0\0WEBPVP8 "),
        Arguments.of(FileType.HEIC, "\0\0\0\30ftypheic"),
        Arguments.of(FileType.HEIC, "\0\0\0\30ftypmif1\0\0\0\0"),
        Arguments.of(FileType.PDF, "%PDF-1.7\n"),
        Arguments.of(FileType.STL, "solid crown\n  facet normal 0 0 1\n"),
        Arguments.of(FileType.STL, "solid\nendsolid\n"),
        Arguments.of(FileType.STL, "solid of bytes" + "\0".repeat(66) + TRIANGLE + "x".repeat(50)),
        Arguments.of(FileType.OBJ, "# crown\nmtllib a.mtl\no crown\nv 1.0 -2e-3 .5\n"),
        Arguments.of(FileType.PLY, "ply\nformat ascii 1.0\n"),
        Arguments.of(
            FileType.PLY, "ply\r\ncomment of a scanner\r\nformat binary_little_endian 1.0"),
        Arguments.of(FileType.MP4, "\0\0\0\30ftypisom\0\0\2\0"),
        Arguments.of(FileType.MP4, "\0\0\0\30ftypmp42"),
        Arguments.of(FileType.MP4, "\0\0\0\34ftypM4V "),
        Arguments.of(FileType.QUICKTIME, "\0\0\0\24ftypqt  \0\0\0\0"),
        Arguments.of(FileType.QUICKTIME, "\0\0\1\0moov"),
        Arguments.of(FileType.QUICKTIME, "\0\0\1\0mdat"),
        Arguments.of(FileType.ZIP, "PK\3\4\24"),
        Arguments.of(FileType.ZIP, "PK\5\6" + "\0".repeat(18)));
  }

  @ParameterizedTest
  @MethodSource("heads")
  void isToldByTheFirstBytes(FileType type, String head) {
    assertThat(of(head)).isEqualTo(type);
  }

  /** Marks count only where they belong. */
  @ParameterizedTest
  @MethodSource("heads")
  void isNothingWithoutItsFirstByte(FileType type, String head) {
    assertThat(of(head.substring(1))).isNull();
  }

  @Test
  void everyTypeIsInTheTable() {
    Set<Object> told = heads().map(row -> row.get()[0]).collect(Collectors.toSet());
    assertThat(told).containsAll(EnumSet.allOf(FileType.class));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\0",
        "\u00FF\u00D8",
        "\u0089PNG\r\n",
        "GIF88a",
        "BMW of the dentist",
        "RIFF\20\0\0\0WAVEfmt ",
        "%PDF",
        "PK\1\2",
        "\0\0\0\30ftyp",
        "\0\0\0\30ftypmp4",
        "\0\0\0\30ftypcrx ",
        "solid ground is what we stand on\n",
        "ply\nwood",
        "v\n",
        "v 1 2\n",
        "v 1 2 three\n",
        "visit 1 2 3\n",
        "<html><script>alert(1)</script>",
        "<svg xmlns='http://www.w3.org/2000/svg'/>",
        "#!/bin/sh\n",
        "photograph.jpg"
      })
  void anythingElseAndWhatIsTooShortIsNone(String head) {
    assertThat(of(head)).isNull();
  }

  /** The count of triangles and the length must agree: nothing else tells a binary STL. */
  @Test
  void binaryStlHasTheLengthOfItsTriangles() {
    String head = "\0".repeat(80) + TRIANGLE;
    assertThat(FileType.of(bytes(head), 134)).contains(FileType.STL);
    assertThat(FileType.of(bytes(head), 133)).isEmpty();
    assertThat(FileType.of(bytes(head), 135)).isEmpty();
    assertThat(FileType.of(bytes("\0".repeat(84)), 84)).isEmpty();
    assertThat(FileType.of(bytes("\0".repeat(83)), 134)).isEmpty();
    long most = 84 + 50 * 0xFFFFFFFFL;
    String full = "\0".repeat(80) + "\u00FF\u00FF\u00FF\u00FF";
    assertThat(FileType.of(bytes(full), most)).contains(FileType.STL);
  }

  /** The head is only looked at: who asked reads it from its position on. */
  @Test
  void readsFromThePositionAndLeavesIt() {
    ByteBuffer head = bytes("..%PDF-1.4").position(2);
    assertThat(FileType.of(head, 8)).contains(FileType.PDF);
    assertThat(head.position()).isEqualTo(2);
  }

  @ParameterizedTest
  @MethodSource("heads")
  void isFoundAgainByItsMediaType(FileType type, String head) {
    assertThat(FileType.ofMediaType(type.mediaType())).contains(type);
    assertThat(FileType.ofMediaType(type.mediaType() + "x")).isEmpty();
  }

  private static FileType of(String head) {
    return FileType.of(bytes(head), head.length()).orElse(null);
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
