package io.archway.http.documents;

import io.archway.index.document.DocumentKind;
import io.archway.index.document.DocumentRow;
import io.archway.index.setting.Category;
import io.archway.index.setting.CategoryDao;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The categories of an organization, the oldest first: what belongs to none belongs to that. */
record Categories(List<Category> all) {
  private static final int MOST = 10_000;

  static Categories of(Handle handle, long organizationKey) {
    List<Category> found =
        handle.attach(CategoryDao.class).list(organizationKey, "", null, 0, MOST).stream()
            .sorted(Comparator.comparing(Category::categoryKey))
            .toList();
    return new Categories(found);
  }

  Optional<Category> first() {
    return all.stream().findFirst();
  }

  Optional<Category> find(long key) {
    return all.stream().filter(each -> each.categoryKey() == key).findFirst();
  }

  /** Of a file what people sort its medium by; of an image what was said of it, first. */
  Optional<Category> of(DocumentRow row) {
    Optional<Category> said =
        row.categoryKey() == null ? Optional.empty() : find(row.categoryKey());
    Optional<Category> sorted = named(row.mediumCategory());
    boolean file = row.documentKind() == DocumentKind.FILE;
    return (file ? sorted.or(() -> said) : said.or(() -> sorted)).or(this::first);
  }

  private Optional<Category> named(String text) {
    return all.stream()
        .filter(each -> each.slug().equals(text) || Objects.equals(each.name(), text))
        .findFirst();
  }
}
