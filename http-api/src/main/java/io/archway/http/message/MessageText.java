package io.archway.http.message;

/**
 * What a message says.
 *
 * @param subject of a mail
 * @param body of a mail, in lines
 * @param brief what a short message or a voice says
 */
public record MessageText(String subject, String body, String brief) {
  @Override
  public String toString() {
    return "MessageText[" + subject + "]";
  }
}
