package io.archway.http.pdf;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.OTFParser;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeCollection;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.io.RandomAccessReadBufferedFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The fonts there are: those that come with the program, for Latin, Greek, Cyrillic, Hebrew, Arabic
 * and more, and beside them those that lie in folders of the machine, looked at only for a
 * character that the own ones lack. Only fonts with TrueType outlines can be embedded. Thread-safe.
 */
public final class FontFiles {
  private static final Logger LOG = LoggerFactory.getLogger(FontFiles.class);

  private static final String OWN = "/net/sf/jasperreports/fonts/dejavu/";
  private static final int MAX_FILES = 500;
  private static final int MAX_DEPTH = 6;
  private static final long MAX_FONT_BYTES = 48L << 20;
  private static final int MAX_UNCOVERED = 10_000;

  /** Fonts made for many characters come first; the rest by name. */
  private static final List<String> FIRST =
      List.of("droidsansfallback", "wqy", "ipaex", "ipag", "unifont", "noto", "freesans");

  /** Where the program's fonts are looked for unless a setting says otherwise. */
  public static final List<Path> USUAL_FOLDERS =
      List.of(Path.of("/usr/share/fonts"), Path.of("/usr/local/share/fonts"));

  private final List<Path> folders;
  private final Map<Path, BitSet> coverage = new ConcurrentHashMap<>();
  private final BitSet uncovered = new BitSet();
  private List<Path> files;

  public FontFiles(List<Path> folders) {
    this.folders = List.copyOf(folders);
  }

  /** The program's own font; the caller closes it. */
  static TrueTypeFont own(boolean bold) throws IOException {
    String name = bold ? "DejaVuSans-Bold.ttf" : "DejaVuSans.ttf";
    try (InputStream in = FontFiles.class.getResourceAsStream(OWN + name)) {
      if (in == null) {
        throw new IOException("font " + name + ": not on the class path");
      }
      return new TTFParser().parse(new RandomAccessReadBuffer(in.readAllBytes()));
    }
  }

  /** A font of the machine that has this character; empty where none has. The caller closes it. */
  Optional<TrueTypeFont> with(int codePoint) throws IOException {
    synchronized (uncovered) {
      if (uncovered.get(codePoint)) {
        return Optional.empty();
      }
    }
    for (Path file : files()) {
      if (coverage.computeIfAbsent(file, FontFiles::coverage).get(codePoint)) {
        return Optional.of(open(file));
      }
    }
    synchronized (uncovered) {
      if (uncovered.cardinality() < MAX_UNCOVERED) {
        uncovered.set(codePoint);
      }
    }
    return Optional.empty();
  }

  private synchronized List<Path> files() {
    if (files == null) {
      List<Path> found = new ArrayList<>();
      for (Path folder : folders) {
        try (Stream<Path> below = Files.walk(folder, MAX_DEPTH, FileVisitOption.FOLLOW_LINKS)) {
          below.filter(FontFiles::isFont).limit(MAX_FILES).forEach(found::add);
        } catch (IOException | UncheckedIOException e) {
          LOG.debug("fonts of {} are left out: {}", folder, e.toString());
        }
      }
      found.sort(Comparator.comparingInt(FontFiles::rank).thenComparing(Path::toString));
      files = List.copyOf(found);
    }
    return files;
  }

  private static boolean isFont(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    boolean plain = !name.contains("bold") && !name.contains("italic") && !name.contains("oblique");
    return plain && (name.endsWith(".ttf") || name.endsWith(".ttc")) && isOfGoodSize(file);
  }

  private static boolean isOfGoodSize(Path file) {
    try {
      return Files.isRegularFile(file) && Files.size(file) <= MAX_FONT_BYTES;
    } catch (IOException e) {
      return false;
    }
  }

  private static int rank(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    for (int i = 0; i < FIRST.size(); i++) {
      if (name.startsWith(FIRST.get(i))) {
        return i;
      }
    }
    return FIRST.size();
  }

  /** None of a font that cannot be read, or not be embedded. */
  private static BitSet coverage(Path file) {
    BitSet covered = new BitSet();
    try (TrueTypeFont font = open(file)) {
      if (font.getTableMap().containsKey("glyf") && mayBeEmbedded(font)) {
        CmapLookup lookup = font.getUnicodeCmapLookup();
        for (int glyph = 1; glyph < font.getNumberOfGlyphs(); glyph++) {
          List<Integer> characters = lookup.getCharCodes(glyph);
          if (characters != null) {
            characters.forEach(covered::set);
          }
        }
      }
    } catch (IOException | RuntimeException e) {
      LOG.debug("font {} is left out: {}", file, e.toString());
    }
    return covered;
  }

  /** fsType of OS/2: neither restricted nor bitmap only. */
  private static boolean mayBeEmbedded(TrueTypeFont font) throws IOException {
    if (font.getOS2Windows() == null) {
      return true;
    }
    int type = font.getOS2Windows().getFsType();
    return (type & 0x000F) != 0x0002 && (type & 0x0200) == 0;
  }

  /** Of a collection the first. */
  private static TrueTypeFont open(Path file) throws IOException {
    if (!file.toString().toLowerCase(Locale.ROOT).endsWith(".ttc")) {
      return new OTFParser().parse(new RandomAccessReadBufferedFile(file.toFile()));
    }
    List<TrueTypeFont> fonts = new ArrayList<>();
    new TrueTypeCollection(file.toFile()).processAllFonts(fonts::add);
    return fonts.get(0);
  }
}
