package io.fairlead.sql.materialize;

import io.fairlead.sql.ConnectionAction;
import io.fairlead.sql.ObjectName;
import io.fairlead.sql.OptionEdit;
import io.fairlead.sql.OptionLiteral;
import io.fairlead.sql.PrintedName;
import io.fairlead.sql.SecretAction;
import io.fairlead.sql.SecretSource;
import io.fairlead.sql.StandardText;
import io.fairlead.sql.Statement;
import io.fairlead.sql.Vocabulary;
import io.fairlead.sql.WithClause;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;

/// Statements in Materialize's spelling.
final class MaterializeText {
  /// A definition that fits into so many columns stays on one line.
  private static final int COLUMNS = 100;

  private static final String INDENT = "    ";

  private final Spellings spellings;
  private final Vocabulary vocabulary;

  MaterializeText(Spellings spellings, Vocabulary vocabulary) {
    this.spellings = spellings;
    this.vocabulary = vocabulary;
  }

  /// On one line, with stars for what may be secret.
  String of(Statement statement) {
    return StandardText.of(statement)
        .or(() -> SourceText.of(statement))
        .orElseGet(() -> own(statement));
  }

  private String own(Statement statement) {
    return switch (statement) {
      case Statement.CreateConnection create ->
          head(create)
              + " "
              + to(create)
              + " "
              + options(create.options(), true)
              + new WithClause(create.validate(), Optional.empty()).text();
      case Statement.AlterConnection alter ->
          "ALTER CONNECTION "
              + (alter.ifExists() ? "IF EXISTS " : "")
              + PrintedName.of(alter.name())
              + alter.ifVersion().map(version -> " IF VERSION " + version).orElse("")
              + alter.actions().stream().map(this::action).collect(Collectors.joining(",", " ", ""))
              + new WithClause(alter.validate(), alter.overlap()).text();
      case Statement.ValidateConnection(ObjectName name) ->
          "VALIDATE CONNECTION " + PrintedName.of(name);
      case Statement.ShowCreateConnection(ObjectName name, boolean redacted) ->
          (redacted ? "SHOW REDACTED CREATE CONNECTION " : "SHOW CREATE CONNECTION ")
              + PrintedName.of(name);
      case Statement.ShowHistory show ->
          "SHOW HISTORY OF " + show.kind().keyword() + " " + PrintedName.of(show.name());
      case Statement.CreateSecret create ->
          "CREATE SECRET "
              + (create.ifNotExists() ? "IF NOT EXISTS " : "")
              + PrintedName.of(create.name())
              + source(create.value());
      case Statement.AlterSecret alter ->
          "ALTER SECRET "
              + (alter.ifExists() ? "IF EXISTS " : "")
              + PrintedName.of(alter.name())
              + alter.actions().stream().map(this::action).collect(Collectors.joining(" "))
              + new WithClause(Optional.empty(), alter.overlap()).text();
      case Statement.RollbackSecret back ->
          "ALTER SECRET "
              + (back.ifExists() ? "IF EXISTS " : "")
              + PrintedName.of(back.name())
              + " ROLLBACK TO VERSION "
              + back.value();
      default -> throw new IllegalArgumentException("not a statement of this dialect");
    };
  }

  /// The definition of a connection for people: on one line when it fits, then with a line break
  /// before TO, then with the list on its own line, then with one option a line.
  String laidOut(Statement.CreateConnection made, boolean redacted) {
    String list = options(made.options(), redacted);
    String oneLine = head(made) + " " + to(made) + " " + list + ";";
    if (fits(oneLine)) {
      return oneLine;
    }
    String twoLines = to(made) + " " + list + ";";
    if (fits(twoLines)) {
      return head(made) + "\n" + twoLines;
    }
    String listLine = INDENT + list + ";";
    if (!fits(listLine)) {
      listLine =
          made.options().stream()
              .map(option -> INDENT + INDENT + option(option, redacted))
              .collect(Collectors.joining(",\n", INDENT + "(\n", "\n" + INDENT + ");"));
    }
    return head(made) + "\n" + to(made) + "\n" + listLine;
  }

  private static boolean fits(String line) {
    return line.codePointCount(0, line.length()) <= COLUMNS;
  }

  private static String head(Statement.CreateConnection create) {
    return "CREATE CONNECTION "
        + (create.ifNotExists() ? "IF NOT EXISTS " : "")
        + PrintedName.of(create.name());
  }

  private String to(Statement.CreateConnection create) {
    return "TO " + spellings.ofType(create.type());
  }

  private static String source(SecretSource source) {
    return switch (source) {
      case SecretSource.Literal _ -> " AS " + StandardText.STARS;
      case SecretSource.Generated _ -> " AS " + StandardText.STARS;
      case SecretSource.Linked _ -> " AS " + StandardText.STARS;
      case SecretSource.Parameter(int number) -> " AS $" + number;
    };
  }

  private String action(SecretAction action) {
    if (action instanceof SecretAction.SetValue(SecretSource value)) {
      return source(value);
    }
    throw new IllegalArgumentException("not an action of this dialect");
  }

  private String action(ConnectionAction action) {
    return switch (action) {
      case ConnectionAction.EditOptions(List<OptionEdit> edits) ->
          edits.stream().map(this::edit).collect(Collectors.joining(", "));
      case ConnectionAction.RotateKeys(boolean force) ->
          force ? "ROTATE KEYS WITH (FORCE)" : "ROTATE KEYS";
      case ConnectionAction.RollbackTo(int version) -> "ROLLBACK TO VERSION " + version;
      case ConnectionAction.Describe _, ConnectionAction.WriteLink _ ->
          throw new IllegalArgumentException("not an action of this dialect");
      case ConnectionAction.RenameTo(String name) -> "RENAME TO " + PrintedName.of(name);
      case ConnectionAction.OwnerTo(String role) -> "OWNER TO " + PrintedName.of(role);
    };
  }

  /// One option in each parenthesis, as Materialize itself can read it.
  private String edit(OptionEdit edit) {
    return switch (edit) {
      case OptionEdit.Set set -> "SET (" + option(set, true) + ")";
      case OptionEdit.Reset(String key, int _) -> "DROP (" + spellings.ofOption(key) + ")";
      case OptionEdit.ReplaceAll _ ->
          throw new IllegalArgumentException("not an edit of this dialect");
    };
  }

  private String options(List<OptionEdit.Set> options, boolean redacted) {
    return options.stream()
        .map(option -> option(option, redacted))
        .collect(Collectors.joining(", ", "(", ")"));
  }

  private String option(OptionEdit.Set option, boolean redacted) {
    String name = spellings.ofOption(option.key());
    if (option.value() instanceof OptionLiteral.Missing) {
      return name;
    }
    boolean hide = redacted && !vocabulary.isOpen(option.key());
    return name + " = " + value(option.value(), hide);
  }

  private String value(OptionLiteral value, boolean hide) {
    return switch (value) {
      case OptionLiteral.SecretName(ObjectName name, Optional<Integer> version) ->
          "SECRET " + PrintedName.of(name) + version.map(number -> " VERSION " + number).orElse("");
      case OptionLiteral.Items(List<OptionLiteral> values) ->
          values.stream()
              .map(item -> value(item, hide))
              .collect(Collectors.joining(", ", "(", ")"));
      case OptionLiteral.Group group -> route(group.parts(), hide);
      case OptionLiteral.Missing _ -> "";
      case OptionLiteral.Confidential _ -> StandardText.STARS;
      case OptionLiteral.Text(String text) -> hide ? StandardText.STARS : PrintedName.text(text);
      case OptionLiteral.Word(ObjectName name) -> hide ? StandardText.STARS : PrintedName.of(name);
      case OptionLiteral.Digits(String digits) -> hide ? StandardText.STARS : digits;
      case OptionLiteral.Flag(boolean flag) -> hide ? StandardText.STARS : String.valueOf(flag);
    };
  }

  /// What [RouteGrammar] reads. The connection to go through is an object's name and no secret,
  /// unless it stands where a text may be.
  private String route(SortedMap<String, OptionLiteral> parts, boolean hide) {
    OptionLiteral connection = parts.get("connection");
    if (connection != null && hide) {
      return StandardText.STARS;
    }
    StringBuilder text = new StringBuilder();
    List<String> details = new ArrayList<>();
    parts.forEach(
        (part, value) -> {
          switch (part) {
            case "address", "connection" -> text.append(value(value, hide));
            case "matching" -> text.insert(0, "MATCHING " + value(value, hide));
            case "ssh_tunnel" -> text.append(" USING SSH TUNNEL ").append(value(value, false));
            case "aws_privatelink" ->
                text.append(" USING AWS PRIVATELINK ").append(value(value, false));
            default -> details.add(RouteGrammar.spelling(part) + " = " + value(value, hide));
          }
        });
    return details.isEmpty() ? text.toString() : text + " (" + String.join(", ", details) + ")";
  }
}
