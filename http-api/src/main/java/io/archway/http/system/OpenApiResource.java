package io.archway.http.system;

import static io.archway.http.kernel.Endpoint.get;

import io.archway.http.kernel.Content;
import io.archway.http.kernel.Endpoint;
import io.archway.http.kernel.OpenApi;
import io.archway.http.kernel.Request;
import io.archway.http.kernel.Resource;
import io.archway.http.kernel.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The OpenAPI document of the family that this resource is part of; made once. Thread-safe. */
public final class OpenApiResource implements Resource {

  private static final String JSON = "application/json";

  private final String title;
  private final String version;
  private volatile byte[] document;

  /** {@code title} of the API, {@code version} of the program. */
  public OpenApiResource(String title, String version) {
    this.title = title;
    this.version = version;
  }

  @Override
  public String name() {
    return "documents";
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        get("/openapi.json", "openApi").open().answersContent(JSON).handles(this::openApi));
  }

  private Response openApi(Request request) {
    if (document == null) {
      String text = OpenApi.document(request.family(), title, version).toPrettyString();
      document = text.getBytes(StandardCharsets.UTF_8);
    }
    return Response.content(Content.bytes(JSON, document));
  }
}
