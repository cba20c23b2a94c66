package io.archway.http.documents;

import io.archway.http.access.Actor;
import io.archway.http.imaging.upload.EnteredFiles;
import io.archway.http.kernel.FieldErrors;
import io.archway.http.kernel.ProblemException;
import io.archway.http.kernel.ProblemType;
import io.archway.index.access.Visibility;
import io.archway.index.audit.Auditor;
import io.archway.index.database.Database;
import io.archway.index.disk.FailureReason;
import io.archway.index.patient.Patient;
import io.archway.index.setting.Category;
import io.archway.ingest.file.FileTaker;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Takes files that people and programs lay into patients' folders below one that is watched: {@code
 * SmithJohn15/name.jpg}, or {@code S/SmithJohn15/name.jpg}. Each becomes a document of that
 * patient, as one that is uploaded. The same file again is the same document, so that a crash
 * before it is moved aside doubles nothing. Used by one thread at a time.
 */
public final class PatientFolders implements FileTaker {
  private static final int PIECE_BYTES = 64 << 10;
  private static final int MOST_NAMED = 50;

  private static final Set<ProblemType> PASSING =
      Set.of(ProblemType.UNAVAILABLE, ProblemType.INSUFFICIENT_STORAGE);

  /** What file managers leave behind. */
  private static final Set<String> NO_DOCUMENTS = Set.of("thumbs.db", "desktop.ini");

  private final Path root;
  private final Database database;
  private final DocumentEntry entry;
  private final InstantSource clock;
  private final Actor actor;
  private final Auditor auditor;
  private final Consumer<Word> words;

  /** What a verdict begins with. */
  public enum Word {
    ENTERED,
    /** It was a document of that patient before. */
    UNCHANGED,
    REFUSED,
    WAITS
  }

  /**
   * @param files with a place for this one
   * @param visible whose folders are looked into
   * @param words told of each file that was tried
   */
  public PatientFolders(
      Path root,
      Database database,
      EnteredFiles files,
      InstantSource clock,
      long organizationKey,
      Visibility visible,
      Consumer<Word> words) {
    this.root = root;
    this.database = database;
    this.entry = new DocumentEntry(database, files, clock);
    this.clock = clock;
    this.actor = new Actor(organizationKey, null, visible);
    this.auditor = Auditor.gateway(organizationKey, "documents.watch", "enterDocument");
    this.words = words;
  }

  /** What became of a file, and why. */
  private static final class Untaken extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final Word word;

    Untaken(Word word, String why) {
      super(why, null, false, false);
      this.word = word;
    }

    static Untaken refused(String why) {
      return new Untaken(Word.REFUSED, why);
    }

    static Untaken waits(String why) {
      return new Untaken(Word.WAITS, why);
    }
  }

  @Override
  public Taken take(Path file, BooleanSupplier stopping) {
    Path below = root.relativize(file);
    if (isNoDocument(below)) {
      return left();
    }
    try {
      DocumentEntry.Numbered numbered = enter(below, stopping);
      Word word = numbered.isNew() ? Word.ENTERED : Word.UNCHANGED;
      Long key = numbered.documentKey();
      return taken(word, key == null ? "an image of a series" : "document " + key);
    } catch (Untaken e) {
      return taken(e.word, e.getMessage());
    } catch (ProblemException e) {
      return taken(isPassing(e) ? Word.WAITS : Word.REFUSED, e.problem().message());
    } catch (NoSuchFileException e) {
      return left();
    } catch (IOException e) {
      return taken(Word.WAITS, "cannot be read: " + FailureReason.of(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return taken(Word.WAITS, "the gateway stops");
    } catch (RuntimeException e) {
      if (Database.isPassing(e)) {
        return taken(Word.WAITS, "the index cannot be written now");
      }
      throw e;
    }
  }

  private Taken taken(Word word, String why) {
    words.accept(word);
    Fate fate =
        switch (word) {
          case ENTERED, UNCHANGED -> Fate.DONE;
          case REFUSED -> Fate.REFUSED;
          case WAITS -> Fate.WAITS;
        };
    String text = word + ": " + why;
    // What is refused may name what people typed.
    return new Taken(fate, word == Word.REFUSED ? "document REFUSED" : text, text + "\n");
  }

  private static Taken left() {
    return new Taken(Fate.LEFT, "", "");
  }

  private static boolean isPassing(ProblemException e) {
    return PASSING.contains(e.problem().type());
  }

  /** Hidden files and folders, and those that programs keep beside an open one. */
  private static boolean isNoDocument(Path below) {
    for (Path part : below) {
      if (part.toString().startsWith(".")) {
        return true;
      }
    }
    String name = below.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.startsWith("~$") || NO_DOCUMENTS.contains(name);
  }

  private DocumentEntry.Numbered enter(Path below, BooleanSupplier stopping)
      throws IOException, InterruptedException {
    Path file = root.resolve(below);
    BasicFileAttributes before = attributes(file);
    if (before.size() == 0) {
      throw Untaken.refused("an empty file");
    } else if (before.size() > entry.files().maxBytes()) {
      throw Untaken.refused(
          "length: %d bytes (expected: <= %d)".formatted(before.size(), entry.files().maxBytes()));
    }
    FolderName folder = folder(below);
    DroppedName name = DroppedName.of(below.getFileName().toString());
    DocumentEntry.Wanted wanted = look(folder, name);
    try (EnteredFiles.Entering entering = entry.files().begin()) {
      copy(file, before.size(), entering, stopping);
      BasicFileAttributes after = attributes(file);
      if (entering.length() != before.size()
          || after.size() != before.size()
          || !after.lastModifiedTime().equals(before.lastModifiedTime())) {
        throw Untaken.waits("it is being written");
      }
      return entry.enter(auditor, wanted, entering, name.name());
    }
  }

  private static BasicFileAttributes attributes(Path file) throws IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!attributes.isRegularFile()) {
      throw new NoSuchFileException("no file any more");
    }
    return attributes;
  }

  /** Of the patient: directly below what is watched, or in a folder of one letter there. */
  private static FolderName folder(Path below) {
    int depth = below.getNameCount();
    boolean lettered = depth == 3 && below.getName(0).toString().matches("\\p{L}");
    if (depth != 2 && !lettered) {
      throw Untaken.refused("where it lies (expected: directly in a patient's folder)");
    }
    return FolderName.of(below.getName(depth - 2).toString())
        .orElseThrow(
            () ->
                Untaken.refused(
                    "folder: no number at its end (expected: the patient's, as in SmithJohn15)"));
  }

  private DocumentEntry.Wanted look(FolderName folder, DroppedName name) {
    return database.read(handle -> look(handle, folder, name));
  }

  private DocumentEntry.Wanted look(Handle handle, FolderName folder, DroppedName name) {
    Patient patient =
        Shown.patient(handle, actor, folder.patientKey())
            .orElseThrow(
                () ->
                    Untaken.refused(
                        "patient %d: not found (expected: one of this organization or office, who"
                                .formatted(folder.patientKey())
                            + " was neither merged nor deleted)"));
    if (folder.contradicts(patient)) {
      throw Untaken.refused(
          "folder: another name than that of patient %d (expected: theirs, or the number alone)"
              .formatted(folder.patientKey()));
    }
    Shown shown = Shown.of(handle, actor, patient, clock.instant());
    if (name.category() != null && shown.categories().find(name.category()).isEmpty()) {
      throw Untaken.refused(
          "category: %d (expected: one of %s)"
              .formatted(name.category(), numbers(shown.categories())));
    }
    FieldErrors errors = new FieldErrors();
    DocumentFields fields = DocumentFields.of(name.category(), null, null, null, null, errors);
    return DocumentEntry.look(handle, shown, fields, errors);
  }

  private static String numbers(Categories categories) {
    return categories.all().stream()
        .limit(MOST_NAMED)
        .map(Category::categoryKey)
        .map(String::valueOf)
        .collect(Collectors.joining(", "));
  }

  /** Not through a link, wherever on its way somebody has put one meanwhile. */
  private void copy(Path file, long bytes, EnteredFiles.Entering to, BooleanSupplier stopping)
      throws IOException {
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      if (!file.toRealPath().equals(root.toRealPath().resolve(root.relativize(file)))) {
        throw new NoSuchFileException("behind a link");
      }
      byte[] piece = new byte[PIECE_BYTES];
      int count;
      while (to.length() <= bytes && (count = in.read(piece)) > 0) {
        if (stopping.getAsBoolean()) {
          throw Untaken.waits("the gateway stops");
        }
        to.write(ByteBuffer.wrap(piece, 0, count));
      }
    }
  }
}
