package io.fairlead.command;

import io.fairlead.base.ProblemKind;
import io.fairlead.base.Problems;
import io.fairlead.catalog.Image;
import io.fairlead.connector.ConnectorType;
import io.fairlead.connector.Connectors;
import io.fairlead.connector.OptionRules;
import io.fairlead.model.Options;
import io.fairlead.sql.OptionEdit;
import java.util.List;

/// The rules that a connection's final state must meet, for CREATE and ALTER alike. Pure; reports
/// everything that is wrong at once. Names come first, then rights on everything that the final state
/// uses, then all else.
public final class Definition {
  private final Connectors connectors;

  public Definition(Connectors connectors) {
    this.connectors = connectors;
  }

  ConnectorType<?> type(String name) {
    return connectors.get(name);
  }

  /// @return the options after the edits, proved to be a valid definition that the actor may make
  Options edited(
      ConnectorType<?> type,
      Options current,
      List<OptionEdit> edits,
      boolean creating,
      Actor actor,
      Image image) {
    Problems problems = new Problems();
    Options options =
        new OptionEdits(type, image, actor, problems).apply(current, edits, creating);
    problems.throwIfAny(ProblemKind.UNKNOWN_OBJECT);
    Rights.mustUseAll(image, actor, options.references());
    OptionRules.check(type, options, problems);
    problems.throwIfAny();
    type.configure(options, problems);
    problems.throwIfAny();
    type.checkUses(options, id -> image.connection(id).orElseThrow(), problems);
    problems.throwIfAny();
    return options;
  }
}
