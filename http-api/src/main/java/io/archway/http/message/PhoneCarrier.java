package io.archway.http.message;

import io.archway.http.contact.PhoneNumbers;
import io.archway.index.message.Channel;
import io.archway.index.message.OutgoingMessage;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Hands short messages and calls to an HTTP service:
 *
 * <pre>
 *   POST {url}/2010-04-01/Accounts/{account}/Messages.json   To, From, Body
 *   POST {url}/2010-04-01/Accounts/{account}/Calls.json      To, From, Twiml
 *   Authorization: Basic account:token
 * </pre>
 *
 * Any 2xx confirms; 4xx but 401, 403, 408 and 429 refuses for good.
 */
public final class PhoneCarrier implements Carrier {

  private static final String VERSION = "/2010-04-01/Accounts/";

  private final Service service;
  private final HttpClient client;

  /**
   * @param url without a slash at its end
   * @param from the number that calls
   * @param timeout of the connection, and of a request as a whole
   */
  public record Service(String url, String account, String token, String from, Duration timeout) {
    @Override
    public String toString() {
      return "Service[" + url + "]";
    }
  }

  public PhoneCarrier(Service service) {
    this.service = service;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(service.timeout())
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  @Override
  public Set<Channel> channels() {
    return Set.of(Channel.SMS, Channel.CALL);
  }

  @Override
  public long maxMillis() {
    return service.timeout().toMillis() * 2;
  }

  @Override
  public void carry(OutgoingMessage message, MessageText text) throws CarrierException {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("To", number(message.recipient()));
    form.put("From", service.from());
    if (message.channel() == Channel.CALL) {
      form.put("Twiml", "<Response><Say>" + escaped(text.brief()) + "</Say></Response>");
      post("Calls.json", form);
    } else {
      form.put("Body", text.brief());
      post("Messages.json", form);
    }
  }

  /** With its country, or not at all: it is somebody else's in another. */
  private static String number(String text) throws CarrierException {
    return PhoneNumbers.withoutRegion()
        .parse(text)
        .orElseThrow(() -> new CarrierException("number without its country", false));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private void post(String resource, Map<String, String> form) throws CarrierException {
    String body =
        form.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + encoded(entry.getValue()))
            .collect(Collectors.joining("&"));
    URI uri = URI.create(service.url() + VERSION + encoded(service.account()) + "/" + resource);
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .timeout(service.timeout())
            .header("Authorization", "Basic " + credentials())
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<Void> response = client.send(request, BodyHandlers.discarding());
      check(response.statusCode());
    } catch (IOException e) {
      throw new CarrierException("HTTP: " + e.getClass().getSimpleName(), true);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CarrierException("HTTP: interrupted", true);
    }
  }

  private static void check(int status) throws CarrierException {
    if (status / 100 != 2) {
      boolean passing =
          switch (status) {
            case 401, 403, 408, 429 -> true; // of the settings, or of the moment
            default -> status / 100 != 4;
          };
      throw new CarrierException("HTTP " + status, passing);
    }
  }

  private String credentials() {
    String pair = service.account() + ":" + service.token();
    return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
