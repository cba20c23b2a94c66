package io.archway.http.message;

import io.archway.http.contact.EmailAddress;
import io.archway.index.message.Channel;
import io.archway.index.message.OutgoingMessage;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.Date;
import java.util.Properties;
import java.util.Set;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands mail to one SMTP server (RFC 5321), which delivers it. A message always has the same
 * Message-ID, so that one which is handed over again after a crash is known again.
 */
public final class MailCarrier implements Carrier {

  /** Answers of the server that one message waits for, at most. */
  private static final int MAX_STEPS = 12;

  private static final int PERMANENT = 500;
  private static final String STARTTLS = "STARTTLS";
  private static final String NO_TLS =
      "SMTP: no TLS with the server (expected: a certificate of its name that Java trusts)";

  private static final Logger LOG = LoggerFactory.getLogger(MailCarrier.class);

  private final Server server;
  private final String from;
  private final Session session;

  /** How the connection is encrypted. */
  public enum Security {
    NONE,
    STARTTLS,
    TLS
  }

  /**
   * @param user "": none
   * @param timeout of the connection and of each answer
   */
  public record Server(
      String host, int port, Security security, String user, String password, Duration timeout) {
    @Override
    public String toString() {
      return "Server[" + host + ":" + port + "]";
    }
  }

  /**
   * @param from the sender's address
   */
  public MailCarrier(Server server, String from) {
    this(server, from, null);
  }

  /**
   * @param trusting makes connections to servers whose certificates it trusts; null: Java's own
   */
  MailCarrier(Server server, String from, SSLSocketFactory trusting) {
    this.server = server;
    this.from = from;
    Properties properties = properties(server);
    if (trusting != null) {
      properties.put("mail.smtp.ssl.socketFactory", trusting);
    }
    this.session = Session.getInstance(properties);
  }

  private static Properties properties(Server server) {
    String millis = Long.toString(server.timeout().toMillis());
    Properties properties = new Properties();
    properties.setProperty("mail.smtp.host", server.host());
    properties.setProperty("mail.smtp.port", Integer.toString(server.port()));
    properties.setProperty("mail.smtp.connectiontimeout", millis);
    properties.setProperty("mail.smtp.timeout", millis);
    properties.setProperty("mail.smtp.writetimeout", millis);
    properties.setProperty("mail.smtp.auth", Boolean.toString(!server.user().isEmpty()));
    properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
    properties.setProperty("mail.smtp.quitwait", "false");
    boolean startTls = server.security() == Security.STARTTLS;
    properties.setProperty("mail.smtp.starttls.enable", Boolean.toString(startTls));
    properties.setProperty("mail.smtp.starttls.required", Boolean.toString(startTls));
    properties.setProperty(
        "mail.smtp.ssl.enable", Boolean.toString(server.security() == Security.TLS));
    return properties;
  }

  @Override
  public Set<Channel> channels() {
    return Set.of(Channel.MAIL);
  }

  @Override
  public long maxMillis() {
    return server.timeout().toMillis() * MAX_STEPS;
  }

  @Override
  public void carry(OutgoingMessage message, MessageText text) throws CarrierException {
    Transport transport = null;
    try {
      MimeMessage mail = mail(message, text);
      transport = session.getTransport("smtp");
      String user = server.user().isEmpty() ? null : server.user();
      transport.connect(
          server.host(), server.port(), user, user == null ? null : server.password());
      transport.sendMessage(mail, mail.getAllRecipients());
    } catch (MessagingException e) {
      throw failure(e);
    } finally {
      close(transport);
    }
  }

  /** Whatever a goodbye brings, the server has confirmed or refused before. */
  private static void close(Transport transport) {
    try {
      if (transport != null) {
        transport.close();
      }
    } catch (MessagingException e) {
      LOG.debug("SMTP: {} at the goodbye", e.getClass().getSimpleName());
    }
  }

  private MimeMessage mail(OutgoingMessage message, MessageText text) throws MessagingException {
    MimeMessage mail = new StableMessage(session, id(message));
    mail.setFrom(new InternetAddress(from, true));
    mail.setRecipient(RecipientType.TO, new InternetAddress(address(message), true));
    mail.setSubject(text.subject(), "UTF-8");
    mail.setText(text.body(), "UTF-8");
    mail.setSentDate(Date.from(message.createdAt()));
    mail.setHeader("Auto-Submitted", "auto-generated"); // RFC 3834 5
    mail.saveChanges();
    return mail;
  }

  /** Its domain in ASCII: servers know no other without more ado. */
  private static String address(OutgoingMessage message) {
    return EmailAddress.wire(message.recipient()).orElse(message.recipient());
  }

  private String id(OutgoingMessage message) {
    String domain = from.substring(from.lastIndexOf('@') + 1).replace(">", "");
    return "<archway.%d.%d@%s>"
        .formatted(message.messageKey(), message.createdAt().toEpochMilli(), domain);
  }

  /** Codes of the server, never its texts: those tell the address. */
  private static CarrierException failure(MessagingException failure) {
    for (Exception e = failure; e != null; e = next(e)) {
      int code = code(e);
      if (code > 0) {
        return new CarrierException("SMTP " + code, code < PERMANENT);
      }
    }
    if (failure instanceof AuthenticationFailedException) {
      return new CarrierException("SMTP: user or password refused", true);
    }
    if (failure instanceof jakarta.mail.internet.AddressException) {
      return new CarrierException("no valid address", false);
    }
    if (isOfTls(failure)) {
      return new CarrierException(NO_TLS, true);
    }
    Throwable cause = failure.getNextException() == null ? failure : failure.getNextException();
    return new CarrierException("SMTP: " + cause.getClass().getSimpleName(), true);
  }

  private static boolean isOfTls(Exception failure) {
    for (Throwable e = failure; e != null; e = cause(e)) {
      String text = String.valueOf(e.getMessage());
      if (e instanceof SSLException || e instanceof MessagingException && text.contains(STARTTLS)) {
        return true;
      }
    }
    return false;
  }

  private static Throwable cause(Throwable e) {
    Throwable next =
        e instanceof MessagingException messaging ? messaging.getNextException() : null;
    return next == null ? e.getCause() : next;
  }

  private static Exception next(Exception e) {
    return e instanceof MessagingException messaging ? messaging.getNextException() : null;
  }

  private static int code(Exception e) {
    if (e instanceof SMTPAddressFailedException address) {
      return address.getReturnCode();
    }
    if (e instanceof SMTPSenderFailedException sender) {
      return sender.getReturnCode();
    }
    return e instanceof SMTPSendFailedException && !(e.getCause() instanceof SendFailedException)
        ? ((SMTPSendFailedException) e).getReturnCode()
        : 0;
  }

  /** Keeps its Message-ID (RFC 5322 3.6.4). */
  private static final class StableMessage extends MimeMessage {
    private final String id;

    StableMessage(Session session, String id) {
      super(session);
      this.id = id;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      setHeader("Message-ID", id);
    }
  }
}
