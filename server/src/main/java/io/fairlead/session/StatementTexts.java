package io.fairlead.session;

import io.fairlead.base.Limits;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.catalog.Image;
import io.fairlead.sql.Dialects;
import io.fairlead.sql.Lexis;
import io.fairlead.sql.Splitter;
import java.util.List;

/// How a session reads what its client sends.
record StatementTexts(Dialects dialects, Settings settings) {
  /// The statements of a text.
  List<Splitter.Part> split(String text) {
    if (text.length() > Limits.STATEMENT_CHARACTERS) {
      throw Refusal.of(
          ProblemKind.TOO_LARGE,
          "statement is longer than " + Limits.STATEMENT_CHARACTERS + " characters");
    }
    return lexis().split(text);
  }

  private Lexis lexis() {
    return dialects.lexis(settings.get(Settings.DIALECT));
  }

  Dialects.Read read(String text, Image image) {
    return StoredTableText.read(
        text, dialects, settings.get(Settings.DIALECT), image, settings.schema());
  }

  /// The refusal of a part with its place in the whole text.
  Refusal shifted(Refusal refusal, int offset) {
    Problem problem = refusal.problem();
    if (!lexis().equals(Lexis.STANDARD)) {
      // It may point into another spelling of the statement.
      return problem.at(0).refusal();
    }
    return problem.position() == 0 || offset == 0
        ? refusal
        : problem.at(problem.position() + offset).refusal();
  }
}
