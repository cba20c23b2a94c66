package io.archway.index.account;

import io.archway.index.patient.FoldedText;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * The words by which users are found. Whoever makes a user or changes a name writes them anew in
 * the same transaction.
 */
public final class UserWords {
  private static final int MAX_WORDS = 40;

  private UserWords() {}

  /** As the user's row is now. */
  public static void write(Handle handle, long organizationKey, long userKey) {
    delete(handle, userKey);
    handle
        .attach(AccountDao.class)
        .find(organizationKey, userKey)
        .ifPresent(account -> insert(handle, account));
  }

  static void delete(Handle handle, long userKey) {
    handle.execute("DELETE FROM user_word WHERE user_key = ?", userKey);
  }

  private static void insert(Handle handle, Account account) {
    List<String> words =
        FoldedText.words(
            String.join(
                " ",
                text(account.lastName()),
                text(account.firstName()),
                text(account.middleName()),
                text(account.username()),
                text(account.email())),
            MAX_WORDS);
    for (String word : words) {
      handle.execute(
          "INSERT INTO user_word (organization_key, word, user_key) VALUES (?, ?, ?)",
          account.organizationKey(),
          word,
          account.userKey());
    }
  }

  private static String text(String text) {
    return text == null ? "" : text;
  }
}
