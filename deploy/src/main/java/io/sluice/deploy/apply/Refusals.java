package io.sluice.deploy.apply;

import io.sluice.deploy.UserError;
import io.sluice.deploy.rest.RestException;
import io.sluice.deploy.rest.RestException.FieldError;

/** Says which line of a file a service refused. */
final class Refusals {
  private Refusals() {}

  /**
   * The refusal as an error for a person.
   *
   * @param yaml where the object stands, or null when it is in no file
   */
  static UserError explain(Key key, Yaml yaml, RestException refusal) {
    StringBuilder text = new StringBuilder();
    if (yaml != null) {
      text.append(yaml.at()).append(": ");
    }
    text.append(key).append(" was refused: ").append(refusal.getMessage());
    for (FieldError error : refusal.errors()) {
      text.append("\n  ");
      if (yaml != null) {
        text.append(YamlPlace.find(yaml, error.field()).at()).append(": ");
      }
      text.append(error.field());
      if (!error.value().isEmpty()) {
        text.append(" is ").append(error.value());
      }
      if (!error.allowed().isEmpty()) {
        text.append("; allowed: ").append(error.allowed());
      }
    }
    return new UserError(text.toString(), refusal);
  }
}
