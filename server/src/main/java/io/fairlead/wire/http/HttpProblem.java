package io.fairlead.wire.http;

import io.fairlead.base.Problem;
import io.fairlead.base.Refusal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Refusals as problem documents (RFC 9457), each with everything that is wrong.
final class HttpProblem {
  private static final String TYPE = "application/problem+json";

  private HttpProblem() {}

  static Answer of(Refusal refusal) {
    return of(refusal.problem().kind().httpStatus(), refusal);
  }

  static Answer of(int status, Refusal refusal) {
    Problem problem = refusal.problem();
    Map<String, Object> document = document(status, problem);
    List<Object> errors = new ArrayList<>();
    refusal.all().forEach(one -> errors.add(document(one.kind().httpStatus(), one)));
    document.put("errors", errors);
    return answer(status, document);
  }

  static Answer of(int status, String title) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("type", "about:blank");
    document.put("title", title);
    document.put("status", status);
    return answer(status, document);
  }

  private static Answer answer(int status, Map<String, Object> document) {
    return new Answer(status, document, Map.of("Content-Type", TYPE));
  }

  private static Map<String, Object> document(int status, Problem problem) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("type", "about:blank");
    document.put("title", problem.message());
    document.put("status", status);
    document.put("code", problem.kind().sqlState());
    if (problem.detail() != null) {
      document.put("detail", problem.detail());
    }
    if (problem.hint() != null) {
      document.put("hint", problem.hint());
    }
    return document;
  }
}
