package io.archway.http.kernel;

import io.archway.index.audit.RecordKind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * One endpoint as a value: all that routing, access control, parsing, validation and the documents
 * need. Written as {@code get("/patient/{id}", "showPatient").takes(ID).needs("patient_show")
 * .answers(PatientBody.class).handles(this::show)}; each call returns a new value, and what is
 * missing is found when the server is built.
 *
 * @param path below the family's prefix, with {@code {variables}} that {@code parameters} declare;
 *     empty for the prefix itself
 * @param id unique operation id, in lower camel case
 * @param access null until declared
 * @param shows which records it shows, for the audit
 * @param refusals besides those that follow from the rest
 */
public record Endpoint(
    Method method,
    String path,
    String id,
    String summary,
    List<Parameter<?>> parameters,
    Access access,
    RequestBody body,
    Answer answer,
    Handler handler,
    Showing shows,
    List<ProblemType> refusals) {

  public Endpoint {
    parameters = List.copyOf(parameters);
    refusals = List.copyOf(refusals);
  }

  public static Endpoint get(String path, String id) {
    return of(Method.GET, path, id);
  }

  public static Endpoint post(String path, String id) {
    return of(Method.POST, path, id);
  }

  public static Endpoint put(String path, String id) {
    return of(Method.PUT, path, id);
  }

  public static Endpoint patch(String path, String id) {
    return of(Method.PATCH, path, id);
  }

  public static Endpoint delete(String path, String id) {
    return of(Method.DELETE, path, id);
  }

  private static Endpoint of(Method method, String path, String id) {
    return new Endpoint(
        method,
        path,
        id,
        "",
        List.of(),
        null,
        new RequestBody.None(),
        null,
        null,
        Showing.UNSAID,
        List.of());
  }

  /** A sentence for the documents. */
  public Endpoint summary(String text) {
    return new Endpoint(
        method, path, id, text, parameters, access, body, answer, handler, shows, refusals);
  }

  public Endpoint takes(Parameter<?>... more) {
    List<Parameter<?>> all = new ArrayList<>(parameters);
    all.addAll(List.of(more));
    return new Endpoint(
        method, path, id, summary, all, access, body, answer, handler, shows, refusals);
  }

  /** For everyone, without authentication. */
  public Endpoint open() {
    return access(new Access.Open());
  }

  /** For everyone who is signed in. */
  public Endpoint signedIn() {
    return access(new Access.SignedIn(false, false));
  }

  /** For everyone who is signed in and has not shown their second factor yet, too. */
  public Endpoint signedInBeforeSecondFactor() {
    return access(new Access.SignedIn(false, true));
  }

  /** For people who signed in, and not for tokens that programs hold. */
  public Endpoint signedInPerson() {
    return access(new Access.SignedIn(true, false));
  }

  /** The same, also before they have shown their second factor. */
  public Endpoint signedInPersonBeforeSecondFactor() {
    return access(new Access.SignedIn(true, true));
  }

  /** For whoever holds this permission. */
  public Endpoint needs(String permission) {
    return access(new Access.Permitted(permission));
  }

  /** For whoever holds this permission, and for the user whom this path variable names. */
  public Endpoint needsUnlessOwn(String permission, Parameter<Long> user) {
    return access(new Access.Permitted(permission, user.name()));
  }

  private Endpoint access(Access value) {
    return new Endpoint(
        method, path, id, summary, parameters, value, body, answer, handler, shows, refusals);
  }

  /** 200 with this type (a record) as JSON. */
  public Endpoint answers(Class<?> type) {
    return answer(new Answer.Json(200, type));
  }

  /** 200 or another status, by what it says, with this type (a record) as JSON. */
  public Endpoint answersEither(Class<?> type, int otherStatus) {
    return answer(new Answer.JsonEither(type, otherStatus));
  }

  /** 201 with this type (a record) as JSON. */
  public Endpoint creates(Class<?> type) {
    return answer(new Answer.Json(201, type));
  }

  /**
   * 200 with a {@link Page} of this type in the dialect's envelope; takes its paging parameters.
   */
  public Endpoint answersPageOf(Class<?> type) {
    return answer(new Answer.PageOf(type));
  }

  /** 200 with a JSON array of this type, of bounded length, not paged. */
  public Endpoint answersListOf(Class<?> type) {
    return answer(new Answer.ListOf(type));
  }

  /** 200 with bytes of one of these media types: a file, a download, a text. */
  public Endpoint answersContent(String... mediaTypes) {
    return answer(new Answer.Content(List.of(mediaTypes), false));
  }

  /** 200 with text that goes on until somebody ends it. */
  public Endpoint answersOpenContent(String mediaType) {
    return answer(new Answer.Content(List.of(mediaType), true));
  }

  /** 200 with this type as JSON, or bytes of one of these media types where Accept prefers them. */
  public Endpoint answersOr(Class<?> type, String... mediaTypes) {
    return answer(new Answer.JsonOr(type, List.of(mediaTypes)));
  }

  /** 204, or 200 without a body. */
  public Endpoint answersNothing() {
    return answer(new Answer.Nothing(204));
  }

  /** 201 without a body. */
  public Endpoint createsNothing() {
    return answer(new Answer.Nothing(201));
  }

  /** 201 with a JSON array of this type, or 200 with a text that says why there is none. */
  public Endpoint createsListOf(Class<?> type) {
    return answer(new Answer.CreatedListOf(type));
  }

  private Endpoint answer(Answer value) {
    return new Endpoint(
        method, path, id, summary, parameters, access, body, value, handler, shows, refusals);
  }

  /** For the documents: how else it may refuse than by what is declared, as 409 or 412. */
  public Endpoint refuses(ProblemType... more) {
    List<ProblemType> all = new ArrayList<>(refusals);
    all.addAll(List.of(more));
    return new Endpoint(
        method, path, id, summary, parameters, access, body, answer, handler, shows, all);
  }

  public Endpoint handles(Handler value) {
    return new Endpoint(
        method, path, id, summary, parameters, access, body, answer, value, shows, refusals);
  }

  /** Reads a JSON object into a record, validated by the annotations in {@link Rule}. */
  public <B extends Record> Endpoint handles(Class<B> type, Handler.WithBody<B> value) {
    return body(new RequestBody.Json(type, (request, members, errors) -> {}))
        .handles(request -> value.handle(request, request.body(type)));
  }

  /** Reads the fields of a form, or the same as a JSON object, into a record of texts. */
  public <B extends Record> Endpoint handlesForm(Class<B> type, Handler.WithBody<B> value) {
    return body(new RequestBody.Form(type))
        .handles(request -> value.handle(request, request.body(type)));
  }

  /** Lets a JSON body of a wrong form be asked what of the rest refers to nothing. */
  public Endpoint refers(Handler.References references) {
    RequestBody.Json json = (RequestBody.Json) body;
    return body(new RequestBody.Json(json.type(), references));
  }

  /** Streams a body of up to {@code maxBytes}; {@code mediaTypes} such as {@code image/*}. */
  public Endpoint receives(long maxBytes, List<String> mediaTypes, Handler.Receiving receiving) {
    return receives(maxBytes, 0, mediaTypes, receiving);
  }

  /** The same, where the work on what came may take longer than on other requests. */
  public Endpoint receives(
      long maxBytes, int stepMillis, List<String> mediaTypes, Handler.Receiving receiving) {
    return receives(new RequestBody.Streamed(maxBytes, stepMillis, mediaTypes, null, receiving));
  }

  /** Streams a JSON object, to a {@link LongTextBody}. */
  public Endpoint receivesJson(
      Class<? extends Record> type, long maxBytes, int stepMillis, Handler.Receiving receiving) {
    return receives(
        new RequestBody.Streamed(
            maxBytes, stepMillis, List.of("application/json"), type, receiving));
  }

  /**
   * Streams a form (RFC 7578); {@code type} only tells the documents its fields, files as {@link
   * java.nio.ByteBuffer}.
   */
  public Endpoint receivesForm(
      Class<? extends Record> type, long maxBytes, int stepMillis, Handler.Receiving receiving) {
    return receives(
        new RequestBody.Streamed(
            maxBytes, stepMillis, List.of("multipart/form-data"), type, receiving));
  }

  private Endpoint receives(RequestBody.Streamed streamed) {
    return body(streamed).handles(null);
  }

  private Endpoint body(RequestBody value) {
    return new Endpoint(
        method, path, id, summary, parameters, access, value, answer, handler, shows, refusals);
  }

  /** Shows, or asks to change, the record that this path variable names. */
  public Endpoint shows(RecordKind kind, Parameter<Long> variable) {
    return showing(shows.variable(kind, variable));
  }

  /** Shows a record for its answer, or for each item of it, where that is of this type. */
  public <T> Endpoint showsEach(RecordKind kind, Class<T> type, Function<T, Long> key) {
    return showing(shows.each(kind, type, key));
  }

  /** Shows nobody's records: who reads it is not recorded. */
  public Endpoint showsNothing() {
    return showing(Showing.NOTHING);
  }

  private Endpoint showing(Showing value) {
    return new Endpoint(
        method, path, id, summary, parameters, access, body, answer, handler, value, refusals);
  }

  /** Whether it takes the dialect's paging parameters, read with {@link Request#page()}. */
  public boolean isPaged() {
    return answer instanceof Answer.PageOf;
  }
}
