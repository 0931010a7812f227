package io.fairlead.wire.http;

import io.fairlead.base.Limits;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.model.TokenPermission;
import io.fairlead.session.Session;
import io.fairlead.session.SignIn;
import io.fairlead.sql.Column;
import io.fairlead.sql.Sink;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `POST /sql`: the statements of a text in a session of their own, as one transaction.
final class SqlRoute {
  private final SignIn signIn;

  SqlRoute(SignIn signIn) {
    this.signIn = signIn;
  }

  Answer run(Call call) {
    ConnectionRoutes.mustBe(call, "POST");
    call.mustPermit(TokenPermission.SQL);
    Fields fields = new Fields(call.body()).only(Set.of("sql", "dialect"));
    Map<String, String> settings =
        fields.text("dialect").map(name -> Map.of("dialect", name)).orElse(Map.of());
    Results results = new Results();
    SignIn.Client client = new SignIn.Client("http", signIn.number(), "", () -> {});
    try (Session session =
        signIn.open(new SignIn.Opening(call.caller().name(), "", settings, client))) {
      session.run(fields.needed("sql"), results);
    }
    return Answer.ok(Map.of("results", results.done));
  }

  /// Collects what the statements answer.
  private static final class Results implements Sink {
    private final List<Map<String, @Nullable Object>> done = new ArrayList<>();
    private List<Object> columns = new ArrayList<>();
    private List<List<@Nullable Object>> rows = new ArrayList<>();
    private List<Object> notices = new ArrayList<>();
    private int count;

    @Override
    public void columns(List<Column> named) {
      for (Column column : named) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("name", column.name());
        shown.put("type", column.type().name().toLowerCase(java.util.Locale.ROOT));
        columns.add(shown);
      }
    }

    @Override
    public void row(@Nullable Object[] values) {
      if (++count > Limits.HTTP_ROWS) {
        throw Problem.of(
                ProblemKind.TOO_LARGE, "an answer over HTTP has at most " + Limits.HTTP_ROWS + " rows")
            .withHint("Ask for fewer, or use the PostgreSQL protocol, which has no such limit.")
            .refusal();
      }
      List<@Nullable Object> row = new ArrayList<>();
      for (@Nullable Object value : values) {
        row.add(value(value));
      }
      rows.add(row);
    }

    /// What JSON has no form for comes as text.
    private static @Nullable Object value(@Nullable Object value) {
      return switch (value) {
        case null -> null;
        case Boolean flag -> flag;
        case Short number -> number;
        case Integer number -> number;
        case Long number -> number;
        case BigDecimal number -> number;
        case Double number when Double.isFinite(number) -> number;
        case Float number when Float.isFinite(number) -> number;
        case byte[] bytes -> "\\x" + java.util.HexFormat.of().formatHex(bytes);
        case List<?> list -> list.stream().map(Results::value).toList();
        default -> value.toString();
      };
    }

    @Override
    public void complete(String tag) {
      Map<String, @Nullable Object> result = new LinkedHashMap<>();
      result.put("tag", tag);
      result.put("columns", columns);
      result.put("rows", rows);
      result.put("notices", notices);
      done.add(result);
      columns = new ArrayList<>();
      rows = new ArrayList<>();
      notices = new ArrayList<>();
    }

    @Override
    public void notice(Problem remark) {
      Map<String, Object> shown = new LinkedHashMap<>();
      shown.put("code", remark.kind().sqlState());
      shown.put("message", remark.message());
      notices.add(shown);
    }

    @Override
    public void deallocate(Optional<String> statement) {}

    @Override
    public void setting(String name, String value) {}
  }
}
