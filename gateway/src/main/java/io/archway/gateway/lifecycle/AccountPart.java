package io.archway.gateway.lifecycle;

import io.archway.gateway.home.OpenHome;
import io.archway.gateway.home.SealKey;
import io.archway.gateway.settings.Settings;
import io.archway.http.account.AccountSettings;
import io.archway.http.account.Accounts;
import io.archway.http.account.SignInSettings;
import io.archway.http.contact.PhoneNumbers;
import io.archway.http.message.Carrier;
import io.archway.http.message.MailCarrier;
import io.archway.http.message.MailCarrier.Security;
import io.archway.http.message.MessageSender;
import io.archway.http.message.MessageTexts;
import io.archway.http.message.PhoneCarrier;
import io.archway.index.message.Channel;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Accounts and the messages of theirs, as the settings say. */
final class AccountPart {
  private AccountPart() {}

  static Accounts accounts(OpenHome home) {
    Settings settings = home.settings();
    Set<Channel> carried = new HashSet<>();
    carriers(settings.messages()).forEach(carrier -> carried.addAll(carrier.channels()));
    return new Accounts(
        accountSettings(settings), SealKey.open(home.folder(), settings.auth().sealKey()), carried);
  }

  static AccountSettings accountSettings(Settings settings) {
    Settings.Auth auth = settings.auth();
    return new AccountSettings(
        new SignInSettings(
            auth.tokenLifetime(),
            auth.maxLoginFailures(),
            auth.maxLoginFailuresPerAddress(),
            auth.loginFailureWindow()),
        auth.personalTokenLifetime(),
        auth.activationLifetime(),
        auth.resetLifetime(),
        auth.codeLifetime(),
        auth.maxWrongCodes(),
        auth.maxMessages(),
        auth.maxMessagesPerAddress(),
        auth.messageWindow(),
        auth.issuer(),
        new PhoneNumbers(settings.contact().defaultRegion()),
        settings.registration().roles(),
        settings.registration().organization(),
        settings.registration().maxOffices());
  }

  static MessageSender sender(OpenHome home, InstantSource clock) {
    Settings.Messages messages = home.settings().messages();
    return new MessageSender(
        home.database(),
        carriers(messages),
        new MessageTexts(
            home.settings().auth().issuer(), messages.activationLink(), messages.resetLink()),
        rules(messages),
        clock);
  }

  static MessageSender.Rules rules(Settings.Messages messages) {
    return new MessageSender.Rules(messages.maxAttempts(), messages.keep());
  }

  private static List<Carrier> carriers(Settings.Messages messages) {
    List<Carrier> carriers = new ArrayList<>();
    if (!messages.smtp().host().isEmpty()) {
      carriers.add(new MailCarrier(mailServer(messages), messages.smtp().from()));
    }
    if (!messages.phone().url().isEmpty()) {
      carriers.add(new PhoneCarrier(phoneService(messages)));
    }
    return carriers;
  }

  static MailCarrier.Server mailServer(Settings.Messages messages) {
    Settings.Smtp smtp = messages.smtp();
    return new MailCarrier.Server(
        smtp.host(),
        smtp.port(),
        Security.valueOf(smtp.security().name()),
        smtp.user(),
        smtp.password().value(),
        messages.timeout());
  }

  static PhoneCarrier.Service phoneService(Settings.Messages messages) {
    Settings.Phone phone = messages.phone();
    return new PhoneCarrier.Service(
        phone.url(), phone.account(), phone.token().value(), phone.from(), messages.timeout());
  }
}
