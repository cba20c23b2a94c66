package io.archway.index.disk;

import java.io.EOFException;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/**
 * What went wrong with a file, in words for a person. Names no file: by their names people may call
 * patients, and whoever shows the reason knows which of them may be shown.
 */
public final class FailureReason {
  private FailureReason() {}

  public static String of(IOException failure) {
    if (failure instanceof FileSystemException file) {
      return of(file);
    }
    if (failure instanceof EOFException) {
      return "it ends too early";
    }
    if (failure instanceof CharacterCodingException) {
      return "it is no text in UTF-8";
    }
    if (failure instanceof UnknownHostException) {
      return "unknown host";
    }
    return failure.getMessage() == null ? "the system says no more" : failure.getMessage();
  }

  /** Most of these have the file's name for a message. */
  private static String of(FileSystemException failure) {
    if (failure instanceof NoSuchFileException) {
      return "no such file or folder";
    }
    if (failure instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (failure instanceof NotDirectoryException) {
      return "not a folder";
    }
    if (failure instanceof FileAlreadyExistsException) {
      return "something of that name is there already";
    }
    if (failure instanceof DirectoryNotEmptyException) {
      return "the folder is not empty";
    }
    if (failure instanceof FileSystemLoopException) {
      return "links that lead in a circle";
    }
    if (failure instanceof AtomicMoveNotSupportedException) {
      return "on another file system";
    }
    return failure.getReason() == null ? "the system says no more" : failure.getReason();
  }
}
