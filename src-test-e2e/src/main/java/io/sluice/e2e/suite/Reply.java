package io.sluice.e2e.suite;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;

/**
 * A REST answer.
 *
 * @param request what was asked, for messages
 * @param status its code
 * @param fields header fields
 * @param text the body
 */
public record Reply(String request, int status, HttpHeaders fields, String text) {
  /** This answer, if it has the status; fails with the whole answer otherwise. */
  public Reply expect(int expected) {
    if (status != expected) {
      throw new AssertionError(request + ": expected " + expected + ", got " + this);
    }
    return this;
  }

  /** The body as JSON. */
  public JsonNode json() {
    try {
      return Api.JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(request + ": not JSON: " + text, e);
    }
  }

  /** The id of the resource in the body. */
  public String id() {
    return json().path("id").asText();
  }

  /** The ETag field, or null. */
  public String etag() {
    return fields.firstValue("ETag").orElse(null);
  }

  /** The Content-Type field without parameters, or an empty text. */
  public String mediaType() {
    return fields.firstValue("Content-Type").orElse("").split(";", 2)[0].strip();
  }

  @Override
  public String toString() {
    return status + " " + mediaType() + " " + text;
  }
}
