package io.fairlead.sql.databend;

import io.fairlead.model.Kind;
import io.fairlead.model.TableColumn;
import io.fairlead.sql.FileSource;
import io.fairlead.sql.FormatClause;
import io.fairlead.sql.GrantTarget;
import io.fairlead.sql.Letters;
import io.fairlead.sql.ObjectName;
import io.fairlead.sql.OptionEdit;
import io.fairlead.sql.OptionLiteral;
import io.fairlead.sql.PlacedAction;
import io.fairlead.sql.PrintedName;
import io.fairlead.sql.PrivilegeWord;
import io.fairlead.sql.SchemaDefaults;
import io.fairlead.sql.StandardText;
import io.fairlead.sql.Statement;
import io.fairlead.sql.TagStatement;
import io.fairlead.sql.StorageClause;
import io.fairlead.sql.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Statements in Databend's spelling, on one line, with stars for what may be secret.
final class DatabendText {
  /// A definition that fits into so many columns stays on one line.
  private static final int COLUMNS = 100;

  private final Spellings spellings;
  private final Vocabulary vocabulary;

  DatabendText(Spellings spellings, Vocabulary vocabulary) {
    this.spellings = spellings;
    this.vocabulary = vocabulary;
  }

  String of(Statement statement) {
    return switch (statement) {
      case Statement.CreateSchema create when !create.defaults().equals(SchemaDefaults.NONE) ->
          "CREATE DATABASE "
              + (create.ifNotExists() ? "IF NOT EXISTS " : "")
              + PrintedName.of(create.name())
              + " OPTIONS "
              + defaults(create.defaults());
      case Statement.Drop drop when drop.kind() == Kind.SCHEMA ->
          "DROP DATABASE "
              + (drop.ifExists() ? "IF EXISTS " : "")
              + drop.names().stream().map(PrintedName::of).collect(Collectors.joining(", "))
              + (drop.cascade() ? " CASCADE" : "");
      case Statement.GrantPrivileges(var words, GrantTarget target, List<String> grantees)
          when isAccess(words, target) ->
          "GRANT ACCESS CONNECTION ON " + named(target) + " TO ROLE " + roles(grantees);
      case Statement.RevokePrivileges(var words, GrantTarget target, List<String> grantees)
          when isAccess(words, target) ->
          "REVOKE ACCESS CONNECTION ON " + named(target) + " FROM ROLE " + roles(grantees);
      case Statement.ChangeOwner change when !change.ifExists() ->
          "GRANT OWNERSHIP ON "
              + change.kind().keyword()
              + " "
              + PrintedName.of(change.name())
              + " TO ROLE "
              + PrintedName.of(change.newOwner());
      case Statement.CreateSchema create ->
          "CREATE DATABASE "
              + (create.ifNotExists() ? "IF NOT EXISTS " : "")
              + PrintedName.of(create.name());
      case Statement.StagedQuery query -> new StagedText(this::connection).of(query);
      default -> StandardText.of(statement).orElseGet(() -> own(statement));
    };
  }

  private static boolean isAccess(List<PrivilegeWord> words, GrantTarget target) {
    return words.equals(List.of(PrivilegeWord.USAGE))
        && target instanceof GrantTarget.Named
        && target.kind() == Kind.CONNECTION;
  }

  private static String named(GrantTarget target) {
    return target instanceof GrantTarget.Named(Kind kind, List<ObjectName> names)
        ? kind.keyword()
            + " "
            + names.stream().map(PrintedName::of).collect(Collectors.joining(", "))
        : "";
  }

  private static String roles(List<String> names) {
    return names.stream().map(PrintedName::of).collect(Collectors.joining(", ROLE "));
  }

  private String own(Statement statement) {
    return switch (statement) {
      case Statement.CreateConnection create -> create("CREATE CONNECTION ", create);
      case Statement.ReplaceConnection(Statement.CreateConnection create) ->
          create("CREATE OR REPLACE CONNECTION ", create);
      case Statement.CreateTable create -> table(create);
      case Statement.CreateStage create -> stage(create);
      case Statement.AlterPlaced alter -> placed(alter);
      case Statement.RebindDependants rebind -> rebind(rebind);
      case Statement.AlterSchemaDefaults(String name, boolean ifExists, SchemaDefaults defaults) ->
          "ALTER DATABASE "
              + (ifExists ? "IF EXISTS " : "")
              + PrintedName.of(name)
              + " SET OPTIONS "
              + defaults(defaults);
      case TagStatement.CreateTag create -> tag(create);
      case TagStatement.AlterTags alter -> tags(alter);
      case Statement.ListFiles(FileSource files, Optional<String> pattern) ->
          "LIST " + files(files) + pattern(pattern);
      case Statement.RemoveFiles(FileSource files, Optional<String> pattern) ->
          "REMOVE " + files(files) + pattern(pattern);
      case Statement.CopyIntoTable copy -> copy(copy);
      case Statement.CopyIntoFiles copy ->
          "COPY INTO " + files(copy.to()) + " FROM (…)" + format(copy.format())
              + further(copy.options());
      case Statement.ShowStorage(Kind kind, Optional<ObjectName> name) ->
          name.map(one -> "DESC " + kind.keyword() + " " + PrintedName.of(one))
              .orElse("SHOW " + kind.keyword() + "S");
      case Statement.DescribeTable(ObjectName name) -> "DESC TABLE " + PrintedName.of(name);
      case Statement.ShowCreateTable(ObjectName name) ->
          "SHOW CREATE TABLE " + PrintedName.of(name);
      case Statement.ShowDependants(Kind kind, ObjectName name) ->
          "SHOW DEPENDANTS OF " + kind.keyword() + " " + PrintedName.of(name);
      case Statement.ShowHistory(Kind kind, ObjectName name) ->
          "SHOW HISTORY OF " + kind.keyword() + " " + PrintedName.of(name);
      default -> throw new IllegalArgumentException("not a statement of this dialect");
    };
  }

  private static String tag(TagStatement.CreateTag create) {
    return "CREATE TAG "
        + (create.ifNotExists() ? "IF NOT EXISTS " : "")
        + PrintedName.of(create.name())
        + (create.allowedValues().isEmpty()
            ? ""
            : create.allowedValues().stream()
                .map(PrintedName::text)
                .collect(Collectors.joining(", ", " ALLOWED_VALUES = (", ")")))
        + comment(create.comment());
  }

  private static String tags(TagStatement.AlterTags alter) {
    boolean sets = alter.values().values().stream().allMatch(Optional::isPresent);
    return "ALTER "
        + alter.kind().keyword()
        + " "
        + (alter.ifExists() ? "IF EXISTS " : "")
        + PrintedName.of(alter.name())
        + (sets ? " SET TAG " : " UNSET TAG ")
        + alter.values().entrySet().stream()
            .map(
                tag ->
                    PrintedName.of(tag.getKey())
                        + tag.getValue().map(value -> " = " + PrintedName.text(value)).orElse(""))
            .collect(Collectors.joining(", "));
  }

  private String create(String verb, Statement.CreateConnection create) {
    return verb
        + (create.ifNotExists() ? "IF NOT EXISTS " : "")
        + PrintedName.of(create.name())
        + " STORAGE_TYPE = "
        + PrintedName.text(spellings.ofType(create.type()))
        + create.options().stream()
            .map(option -> " " + option(option, true))
            .collect(Collectors.joining())
        + validate(create.validate().filter(wanted -> wanted));
  }

  /// On one line when it fits, otherwise with each option on its own.
  String laidOut(Statement.CreateConnection made, boolean redacted) {
    List<String> clauses = new ArrayList<>();
    clauses.add(
        "CREATE CONNECTION " + (made.ifNotExists() ? "IF NOT EXISTS " : "")
            + PrintedName.of(made.name()));
    clauses.add("STORAGE_TYPE = " + PrintedName.text(spellings.ofType(made.type())));
    made.options().forEach(option -> clauses.add(option(option, redacted)));
    String line = String.join(" ", clauses) + ";";
    return line.codePointCount(0, line.length()) <= COLUMNS
        ? line
        : String.join("\n    ", clauses) + ";";
  }

  private String option(OptionEdit.Set option, boolean redacted) {
    boolean hide = redacted && !vocabulary.isOpen(option.key());
    return spellings.ofOption(option.key()) + " = " + value(option.value(), hide);
  }

  private static String value(OptionLiteral value, boolean hide) {
    return switch (value) {
      case OptionLiteral.SecretName(ObjectName name, Optional<Integer> version) ->
          "SECRET " + PrintedName.of(name) + version.map(n -> " VERSION " + n).orElse("");
      case OptionLiteral.Confidential _ -> StandardText.STARS;
      case OptionLiteral.Text(String text) -> hide ? StandardText.STARS : PrintedName.text(text);
      case OptionLiteral.Word(ObjectName name) ->
          hide ? StandardText.STARS : PrintedName.of(name);
      case OptionLiteral.Digits(String digits) -> hide ? StandardText.STARS : digits;
      case OptionLiteral.Flag(boolean flag) ->
          hide ? StandardText.STARS : flag ? "TRUE" : "FALSE";
      case OptionLiteral.Missing _ -> "TRUE";
      // Databend has no such values: what another dialect made is shown so far.
      case OptionLiteral.Items _, OptionLiteral.Group _ -> StandardText.STARS;
    };
  }

  private String table(Statement.CreateTable create) {
    return "CREATE "
        + (create.orReplace() ? "OR REPLACE " : "")
        + "TABLE "
        + (create.ifNotExists() ? "IF NOT EXISTS " : "")
        + PrintedName.of(create.name())
        + (create.columns().isEmpty() ? "" : " " + columns(create.columns()))
        + (create.uri().isEmpty()
            ? ""
            : " " + PrintedName.text(create.uri()) + connection(create.connection()))
        + format(create.format())
        + (create.readOnly() ? " READ_ONLY = TRUE" : "")
        + comment(create.comment())
        + create.query().map(_ -> " AS …").orElse("");
  }

  private static String columns(List<TableColumn> columns) {
    return columns.stream()
        .map(
            column ->
                PrintedName.of(column.name())
                    + " "
                    + column.type()
                    + (column.nullable() ? "" : " NOT NULL")
                    + column.initial().map(text -> " DEFAULT " + text).orElse(""))
        .collect(Collectors.joining(", ", "(", ")"));
  }

  private String stage(Statement.CreateStage create) {
    return "CREATE "
        + (create.orReplace() ? "OR REPLACE " : "")
        + "STAGE "
        + (create.ifNotExists() ? "IF NOT EXISTS " : "")
        + PrintedName.of(create.name())
        + " URL = "
        + PrintedName.text(create.uri())
        + connection(create.connection())
        + format(create.format())
        + comment(create.comment());
  }

  private static String comment(String comment) {
    return comment.isEmpty() ? "" : " COMMENT = " + PrintedName.text(comment);
  }

  private String connection(StorageClause clause) {
    return " CONNECTION = "
        + switch (clause) {
          case StorageClause.Named(ObjectName name) ->
              "(CONNECTION_NAME = " + PrintedName.text(PrintedName.of(name)) + ")";
          case StorageClause.Inline(List<OptionEdit.Set> options) ->
              options.stream()
                  .map(option -> option(option, true))
                  .collect(Collectors.joining(", ", "(", ")"));
          case StorageClause.AsLink _ ->
              throw new IllegalArgumentException("not a clause of this dialect");
        };
  }

  static String format(FormatClause format) {
    if (format.equals(FormatClause.NONE)) {
      return "";
    }
    List<String> parts = new ArrayList<>();
    format.name().ifPresent(name -> parts.add("TYPE = " + Letters.upper(name)));
    format
        .options()
        .forEach((key, value) -> parts.add(Letters.upper(key) + " = " + PrintedName.text(value)));
    return " FILE_FORMAT = (" + String.join(", ", parts) + ")";
  }

  private static String further(Map<String, String> options) {
    return options.entrySet().stream()
        .map(
            entry ->
                " " + Letters.upper(entry.getKey()) + " = " + PrintedName.text(entry.getValue()))
        .collect(Collectors.joining());
  }

  private String placed(Statement.AlterPlaced alter) {
    boolean stage = alter.kind() == Kind.STAGE;
    return "ALTER "
        + alter.kind().keyword()
        + " "
        + (alter.ifExists() ? "IF EXISTS " : "")
        + PrintedName.of(alter.name())
        + (stage ? " SET" : "")
        + alter.actions().stream()
            .map(this::action)
            .collect(Collectors.joining(stage ? "," : ""))
        + validate(alter.validate());
  }

  private String action(PlacedAction action) {
    return switch (action) {
      case PlacedAction.SetConnection(StorageClause clause) -> connection(clause);
      case PlacedAction.SetPlace(String uri, StorageClause clause) ->
          " URL = " + PrintedName.text(uri) + connection(clause);
      case PlacedAction.SetFormat(FormatClause format) -> format(format);
      case PlacedAction.Describe(String text) -> " COMMENT = " + PrintedName.text(text);
      case PlacedAction.PinVersion(int version) -> " PIN VERSION " + version;
      case PlacedAction.FollowVersions _ -> " UNPIN";
    };
  }

  private static String rebind(Statement.RebindDependants rebind) {
    List<String> conditions = new ArrayList<>();
    rebind.kinds().forEach(kind -> conditions.add("KIND = '" + kind.word() + "'"));
    rebind.schema().ifPresent(name -> conditions.add("DATABASE = " + PrintedName.text(name)));
    rebind.like().ifPresent(text -> conditions.add("NAME LIKE " + PrintedName.text(text)));
    return "ALTER CONNECTION "
        + PrintedName.of(rebind.from())
        + " REBIND DEPENDANTS TO "
        + PrintedName.of(rebind.to())
        + (conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions))
        + validate(rebind.validate());
  }

  private static String validate(Optional<Boolean> validate) {
    return validate.map(wanted -> " WITH (VALIDATE = " + wanted + ")").orElse("");
  }

  private static String defaults(SchemaDefaults defaults) {
    List<String> parts = new ArrayList<>();
    defaults
        .connection()
        .ifPresent(
            name ->
                parts.add("DEFAULT_STORAGE_CONNECTION = " + PrintedName.of(name)));
    defaults.uri().ifPresent(uri -> parts.add("DEFAULT_STORAGE_PATH = " + PrintedName.text(uri)));
    return "(" + String.join(", ", parts) + ")";
  }

  private String files(FileSource files) {
    return switch (files) {
      case FileSource.InStage stage -> stage(stage);
      case FileSource.At(String uri, StorageClause clause) ->
          PrintedName.text(uri) + connection(clause);
      case FileSource.ByPath _ ->
          throw new IllegalArgumentException("not a place of this dialect");
    };
  }

  static String stage(FileSource.InStage files) {
    String path = files.path();
    return PrintedName.text("@" + files.stage().object() + (path.isEmpty() ? "" : "/" + path));
  }

  private static String pattern(Optional<String> pattern) {
    return pattern.map(text -> " PATTERN = " + PrintedName.text(text)).orElse("");
  }

  private String copy(Statement.CopyIntoTable copy) {
    return "COPY INTO "
        + PrintedName.of(copy.table())
        + (copy.columns().isEmpty() ? "" : " (" + PrintedName.list(copy.columns()) + ")")
        + " FROM "
        + (copy.selection().isPresent()
            ? "(SELECT … FROM " + files(copy.from()) + ")"
            : files(copy.from()))
        + (copy.names().isEmpty()
            ? ""
            : copy.names().stream()
                .map(PrintedName::text)
                .collect(Collectors.joining(", ", " FILES = (", ")")))
        + pattern(copy.pattern())
        + format(copy.format())
        + further(copy.options());
  }
}
