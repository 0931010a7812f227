package io.fairlead.command;

import io.fairlead.catalog.Access;
import io.fairlead.catalog.Image;
import io.fairlead.model.CatalogObject;
import io.fairlead.model.ExternalFunction;
import io.fairlead.model.Kind;
import io.fairlead.sql.Column;
import io.fairlead.sql.Reply;
import io.fairlead.sql.FunctionStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// SingleStore's SHOW FUNCTIONS, of one schema. SingleStore names the first column after the database;
/// here it is `Functions` whatever the schema, since columns are known before the statement runs.
public final class ShowFunctions implements Command<FunctionStatement.ShowFunctions> {
  private static final List<Column> COLUMNS =
      List.of(
          Column.text("Functions"),
          Column.text("Function Type"),
          Column.text("Definer"),
          Column.text("Data Format"),
          Column.text("Runtime Type"),
          Column.text("Link"));

  @Override
  public Prepared prepare(
      FunctionStatement.ShowFunctions statement,
      Actor actor,
      Image image,
      List<@Nullable Object> parameters) {
    String schema = statement.schema().orElse(actor.schema());
    if (statement.schema().isPresent()) {
      var _ = Lookup.schema(image, schema);
    }
    Access access = Rights.access(image, actor);
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (CatalogObject object : image.all(Kind.Space.FUNCTION)) {
      if (object instanceof ExternalFunction function
          && function.name().schema().equals(schema)
          && access.sees(function)
          && isLike(statement, function)) {
        rows.add(row(image, function));
      }
    }
    return new Prepared.Answer(Reply.rows(COLUMNS, rows));
  }

  private static boolean isLike(FunctionStatement.ShowFunctions statement, ExternalFunction function) {
    return statement
        .like()
        .map(pattern -> LikePattern.matches(pattern, function.name().object()))
        .orElse(true);
  }

  private static @Nullable Object[] row(Image image, ExternalFunction function) {
    return new @Nullable Object[] {
      function.name().object(),
      "External User Defined Function",
      ListObjects.owner(image, function) + "@%",
      function.format().toUpperCase(Locale.ROOT),
      "Remote Service",
      function.storage().isOwn()
          ? null
          : image.get(function.storage().connection()).name().object()
    };
  }

  @Override
  public List<Column> columns() {
    return COLUMNS;
  }
}
