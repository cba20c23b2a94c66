package io.archway.http.message;

import io.archway.index.message.Channel;
import io.archway.index.message.MessageKind;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The words of messages.
 *
 * @param issuer what the gateway calls itself
 * @param activationLink of a page that activates, with {@code {code}}; "": none
 * @param resetLink of a page that resets a password, with {@code {token}}; "": none
 */
public record MessageTexts(String issuer, String activationLink, String resetLink) {

  MessageText of(MessageKind kind, Channel channel, Map<String, String> parameters) {
    return switch (kind) {
      case ACTIVATION ->
          text(
              "Activate your account",
              "Somebody, probably you, asked for an account with this address. It is activated by"
                  + " this code:",
              parameters.get("code"),
              link(activationLink, "code", parameters),
              "If it was not you, do nothing.");
      case REGISTRATION_REFUSED -> text(subjectOfRefusal(), refusal(parameters.get("taken")));
      case PASSWORD_RESET ->
          text(
              "Set another password",
              "Somebody, probably you, asked for another password. It is set by this token:",
              parameters.get("token"),
              link(resetLink, "token", parameters),
              "If it was not you, do nothing: your password stays as it is.");
      case PASSWORD_CHANGED ->
          text(
              "Your password was changed",
              "The password of your account was changed. If it was not you, ask for another one at"
                  + " once and tell your administrator.",
              tokens(parameters.getOrDefault("tokens", "0")));
      case FACTOR_CODE -> code(channel, parameters.get("code"));
      case FACTOR_CHANGED ->
          text(
              "Your second factor was changed",
              "The second factor of your account was " + parameters.get("change") + ".",
              "If it was not you, change your password at once and tell your administrator.");
      case FACTOR_GUESSED ->
          text(
              "Somebody tries codes of your second factor",
              "Wrong codes of your second factor since the last right one: "
                  + parameters.get("failures")
                  + ". Sign-ins that wait for a code were ended.",
              "If it was not you, somebody knows your password: change it at once and tell your"
                  + " administrator.");
      case CONTACT_CHANGED ->
          text(
              "Your account was changed",
              "The " + parameters.get("change") + " of your account was changed.",
              "If it was not you, tell your administrator at once.");
      case TOKEN_CREATED ->
          text(
              "A token for a program was made",
              "A token by which a program can act for you was made: "
                  + parameters.get("name")
                  + ".",
              "If it was not you, revoke it, change your password at once and tell your"
                  + " administrator.");
      case REPORT_READY ->
          text(
              "A report is ready",
              "The report of item "
                  + parameters.get("worklist_id")
                  + " of your worklist is ready. Sign in to read it.");
    };
  }

  private static String subjectOfRefusal() {
    return "Your registration";
  }

  private static String refusal(String taken) {
    return taken.equals("email")
        ? "Somebody, probably you, asked for an account with this address, which has one already."
            + " Sign in, or ask for another password."
        : "The username that you chose cannot be had. Register with another one.";
  }

  private static String tokens(String count) {
    return count.equals("0")
        ? ""
        : "Tokens for programs that are still good: "
            + count
            + ". Revoke those that you do not know.";
  }

  private MessageText code(Channel channel, String code) {
    String spaced = String.join(", ", code.split(""));
    String brief =
        channel == Channel.CALL
            ? "This is " + issuer + ". Your code is " + spaced + ". Again: " + spaced + "."
            : issuer + ": your code is " + code + ". Nobody but you should have it.";
    return new MessageText(issuer + ": your code", brief + "\n", brief);
  }

  private MessageText text(String subject, String... lines) {
    StringBuilder body = new StringBuilder();
    for (String line : lines) {
      if (!line.isEmpty()) {
        body.append(line).append("\n\n");
      }
    }
    return new MessageText(issuer + ": " + subject, body.toString(), issuer + ": " + lines[0]);
  }

  private static String link(String form, String name, Map<String, String> parameters) {
    return form.replace(
        "{" + name + "}", URLEncoder.encode(parameters.get(name), StandardCharsets.UTF_8));
  }
}
