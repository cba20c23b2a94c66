package io.archway.index.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import org.h2.api.ErrorCode;
import org.h2.message.DbException;
import org.h2.store.fs.FilePath;

/** A name on a mounted disk as H2 sees it: {@code archway:<id>/folder/file}. Thread-safe. */
final class H2Path extends FilePath {

  private static final String PREFIX = H2FileSystem.SCHEME + ":";

  @Override
  public String getScheme() {
    return H2FileSystem.SCHEME;
  }

  @Override
  public FilePath getPath(String path) {
    H2Path made = new H2Path();
    String clean = path.replace('\\', '/').replaceAll("/+$", "");
    made.name = clean.startsWith(PREFIX) ? clean : PREFIX + clean;
    return made;
  }

  private H2FileSystem.Mount mount() {
    String rest = name.substring(PREFIX.length());
    int slash = rest.indexOf('/');
    return H2FileSystem.find(slash < 0 ? rest : rest.substring(0, slash));
  }

  private Disk disk() {
    return mount().disk();
  }

  private String file() {
    return fileOf(name);
  }

  private static String fileOf(String name) {
    int slash = name.indexOf('/');
    return slash < 0 ? "" : name.substring(slash + 1);
  }

  @Override
  public FileChannel open(String mode) throws IOException {
    H2FileSystem.Mount mount = mount();
    String file = file();
    if (mode.equals("r")) {
      return new H2Channel(mount, mount.disk().open(file, Disk.Access.READ));
    }
    try {
      return new H2Channel(mount, mount.disk().open(file, Disk.Access.WRITE));
    } catch (NoSuchFileException e) {
      createParent();
      DiskFile created = mount.disk().open(file, Disk.Access.CREATE);
      mount.disk().forceFolder(Disk.folderOf(file));
      return new H2Channel(mount, created);
    }
  }

  @Override
  public boolean createFile() {
    try {
      createParent();
      disk().open(file(), Disk.Access.CREATE).close();
      disk().forceFolder(Disk.folderOf(file()));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private void createParent() throws IOException {
    disk().createFolder(Disk.folderOf(file()));
  }

  @Override
  public void createDirectory() {
    try {
      disk().createFolder(file());
    } catch (IOException e) {
      throw DbException.get(ErrorCode.FILE_CREATION_FAILED_1, e, name);
    }
  }

  @Override
  public void delete() {
    try {
      disk().delete(file());
      disk().forceFolder(Disk.folderOf(file()));
    } catch (NoSuchFileException e) {
      return;
    } catch (IOException e) {
      throw DbException.get(ErrorCode.FILE_DELETE_FAILED_1, e, name);
    }
  }

  @Override
  public void moveTo(FilePath newName, boolean atomicReplace) {
    String target = fileOf(newName.name);
    if (!exists() || !atomicReplace && disk().exists(target)) {
      throw DbException.get(ErrorCode.FILE_RENAME_FAILED_2, name, newName.name);
    }
    try {
      disk().rename(file(), target);
      disk().forceFolder(Disk.folderOf(target));
    } catch (IOException e) {
      throw DbException.get(ErrorCode.FILE_RENAME_FAILED_2, e, name, newName.name);
    }
  }

  @Override
  public boolean exists() {
    return file().isEmpty() || disk().exists(file());
  }

  @Override
  public boolean isDirectory() {
    return file().isEmpty() || disk().isFolder(file());
  }

  @Override
  public boolean isRegularFile() {
    return exists() && !isDirectory();
  }

  @Override
  public long size() {
    try {
      return disk().size(file());
    } catch (NoSuchFileException e) {
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public long lastModified() {
    try {
      return disk().lastModifiedMillis(file());
    } catch (IOException e) {
      return 0;
    }
  }

  @Override
  public List<FilePath> newDirectoryStream() {
    try {
      List<FilePath> paths = new ArrayList<>();
      for (String child : disk().list(file())) {
        paths.add(getPath(name + "/" + child));
      }
      return paths;
    } catch (IOException e) {
      throw DbException.convertIOException(e, name);
    }
  }

  @Override
  public FilePath getParent() {
    int slash = name.lastIndexOf('/');
    return slash < 0 ? null : getPath(name.substring(0, slash));
  }

  @Override
  public FilePath toRealPath() {
    return this;
  }

  @Override
  public boolean isAbsolute() {
    return true;
  }

  @Override
  public boolean canWrite() {
    return true;
  }

  @Override
  public boolean setReadOnly() {
    return false;
  }
}
