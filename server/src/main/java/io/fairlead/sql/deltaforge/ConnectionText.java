package io.fairlead.sql.deltaforge;

import io.fairlead.sql.ConnectionAction;
import io.fairlead.sql.Letters;
import io.fairlead.sql.Listing;
import io.fairlead.sql.ObjectName;
import io.fairlead.sql.OptionEdit;
import io.fairlead.sql.OptionLiteral;
import io.fairlead.sql.PrintedName;
import io.fairlead.sql.StandardText;
import io.fairlead.sql.Statement;
import io.fairlead.sql.Vocabulary;
import io.fairlead.sql.WithClause;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// CREATE and ALTER of connections and credential storages in DeltaForge's spelling.
final class ConnectionText {
  /// A definition that fits into so many columns stays on one line.
  private static final int COLUMNS = 100;

  private static final String INDENT = "    ";

  private final Spellings spellings;
  private final Vocabulary vocabulary;

  ConnectionText(Spellings spellings, Vocabulary vocabulary) {
    this.spellings = spellings;
    this.vocabulary = vocabulary;
  }

  /// How values are printed.
  ///
  /// @param redacted stars for what may be private
  /// @param quoted numbers and flags as texts, as DeltaForge itself wants them
  private record Style(boolean redacted, boolean quoted) {}

  /// On one line, with stars for what may be secret.
  String create(Statement.CreateConnection create, boolean orReplace) {
    Style style = new Style(true, false);
    return (orReplace ? "CREATE OR REPLACE " : "CREATE ")
        + String.join(" ", clauses(create, style, options(create, style)))
        + with(create.validate()).text();
  }

  /// The definition for people: on one line when it fits, then with each clause on its own line, then
  /// with each option on its own line.
  String laidOut(Statement.CreateConnection made, boolean redacted) {
    Style style = new Style(redacted, true);
    String list = options(made, style);
    String oneLine = "CREATE " + String.join(" ", clauses(made, style, list)) + ";";
    if (fits(oneLine)) {
      return oneLine;
    }
    String optionsLine = "OPTIONS " + list;
    return "CREATE "
        + String.join(
            "\n", clauses(made, style, fits(optionsLine + ";") ? list : column(made, style)))
        + ";";
  }

  private static boolean fits(String line) {
    return line.codePointCount(0, line.length()) <= COLUMNS;
  }

  /// What the statement consists of behind CREATE, without WITH.
  private List<String> clauses(Statement.CreateConnection create, Style style, String list) {
    if (isOfLocations(create)) {
      return locationClauses(create, style, list);
    }
    Optional<String> storage = Spellings.ofStorage(create.type());
    List<String> clauses = new ArrayList<>();
    clauses.add(
        (storage.isPresent() ? "CREDENTIAL STORAGE " : "CONNECTION ") + named(create));
    clauses.add(
        "TYPE = "
            + storage.orElseGet(() -> spellings.ofType(create.type()))
            + (create.comment().isEmpty()
                ? ""
                : " DESCRIPTION " + PrintedName.text(create.comment())));
    if (!list.equals("()")) {
      clauses.add("OPTIONS " + list);
    }
    create.options().stream()
        .filter(option -> isClause(create, option))
        .sorted(Comparator.comparingInt(SignInGrammar::order))
        .map(option -> storage.isPresent() ? activity(option) : signIn(option, style))
        .forEach(clauses::add);
    return clauses;
  }

  private static String named(Statement.CreateConnection create) {
    return (create.ifNotExists() ? "IF NOT EXISTS " : "") + PrintedName.of(create.name());
  }

  /// Whether it can be written as a storage credential or an external location.
  private static boolean isOfLocations(Statement.CreateConnection create) {
    return isLocation(create) || StorageIdentity.of(create).isPresent();
  }

  /// The clauses come first, and in this order.
  private static boolean isLocation(Statement.CreateConnection create) {
    List<OptionEdit.Set> options = create.options();
    if (!create.type().equals(Spellings.LOCATION)
        || options.isEmpty()
        || !isLocationClause(options.getFirst(), LocationGrammar.URL)) {
      return false;
    }
    boolean named =
        options.size() > 1 && isLocationClause(options.get(1), LocationGrammar.CREDENTIAL);
    return options.stream()
        .skip(named ? 2 : 1)
        .noneMatch(option -> option.key().equals(LocationGrammar.CREDENTIAL));
  }

  private static boolean isLocationClause(OptionEdit.Set option, String key) {
    return option.key().equals(key)
        && (key.equals(LocationGrammar.URL)
            ? option.value() instanceof OptionLiteral.Text
            : option.value() instanceof OptionLiteral.Word);
  }

  private List<String> locationClauses(
      Statement.CreateConnection create, Style style, String list) {
    List<String> clauses = new ArrayList<>();
    Optional<StorageIdentity> identity = StorageIdentity.of(create);
    if (identity.isPresent()) {
      clauses.add("STORAGE CREDENTIAL " + named(create));
      clauses.add("TYPE = " + identity.get().word());
    } else {
      boolean hide = style.redacted() && !vocabulary.isOpen(LocationGrammar.URL);
      clauses.add("EXTERNAL LOCATION " + named(create));
      clauses.add("URL " + value(create.options().getFirst().value(), hide, style));
      create.options().stream()
          .filter(option -> option.key().equals(LocationGrammar.CREDENTIAL))
          .map(option -> value(option.value(), false, style))
          .forEach(name -> clauses.add("WITH (STORAGE CREDENTIAL " + name + ")"));
    }
    if (!list.equals("()")) {
      clauses.add("OPTIONS " + list);
    }
    if (!create.comment().isEmpty()) {
      clauses.add("COMMENT " + PrintedName.text(create.comment()));
    }
    return clauses;
  }

  /// Whether an option has a clause of its own in this statement.
  private static boolean isClause(Statement.CreateConnection create, OptionEdit.Set option) {
    if (isOfLocations(create)) {
      return isLocation(create)
          && (option.key().equals(LocationGrammar.URL)
              || option.key().equals(LocationGrammar.CREDENTIAL));
    }
    return Spellings.ofStorage(create.type()).isPresent()
        ? option.key().equals(ConnectionGrammar.ACTIVE)
            && option.value() instanceof OptionLiteral.Flag
        : SignInGrammar.order(option) >= 0;
  }

  private static String activity(OptionEdit.Set option) {
    return option.value().equals(new OptionLiteral.Flag(true)) ? "ACTIVE" : "INACTIVE";
  }

  /// The name of a credential is printed wherever secrets are.
  private String signIn(OptionEdit.Set option, Style style) {
    Style bare = new Style(style.redacted(), false);
    return switch (option.key()) {
      case SignInGrammar.CREDENTIAL ->
          option.value() instanceof OptionLiteral.SecretName(ObjectName name, var _)
              ? "CREDENTIAL = " + PrintedName.of(name)
              : "";
      case SignInGrammar.CREDENTIAL_STORAGE ->
          option.value() instanceof OptionLiteral.Word(ObjectName name)
              ? "CREDENTIAL STORAGE = " + PrintedName.of(name)
              : "";
      default ->
          Letters.upper(option.key()) + " = " + value(option.value(), false, bare);
    };
  }

  private List<OptionEdit.Set> listed(Statement.CreateConnection create) {
    return create.options().stream().filter(option -> !isClause(create, option)).toList();
  }

  private String options(Statement.CreateConnection create, Style style) {
    return list(listed(create), style);
  }

  private String column(Statement.CreateConnection create, Style style) {
    return listed(create).stream()
        .map(option -> INDENT + option(option, style))
        .collect(Collectors.joining(",\n", "(\n", "\n)"));
  }

  private String list(List<OptionEdit.Set> options, Style style) {
    return options.stream()
        .map(option -> option(option, style))
        .collect(Collectors.joining(", ", "(", ")"));
  }

  private String option(OptionEdit.Set option, Style style) {
    boolean hide = style.redacted() && !vocabulary.isOpen(option.key());
    return spellings.ofOption(option.key()) + " = " + value(option.value(), hide, style);
  }

  private String value(OptionLiteral value, boolean hide, Style style) {
    return switch (value) {
      case OptionLiteral.SecretName(ObjectName name, Optional<Integer> version) ->
          "SECRET " + PrintedName.of(name) + version.map(n -> " VERSION " + n).orElse("");
      case OptionLiteral.Items(List<OptionLiteral> values) ->
          values.stream()
              .map(item -> value(item, hide, style))
              .collect(Collectors.joining(", ", "(", ")"));
      case OptionLiteral.Group(var parts) ->
          parts.entrySet().stream()
              .map(
                  part ->
                      spellings.ofOption(part.getKey())
                          + " = "
                          + value(part.getValue(), hide, style))
              .collect(Collectors.joining(", ", "{", "}"));
      case OptionLiteral.Confidential _ -> StandardText.STARS;
      case OptionLiteral.Text(String text) -> hide ? StandardText.STARS : PrintedName.text(text);
      case OptionLiteral.Word(ObjectName name) -> hide ? StandardText.STARS : PrintedName.of(name);
      case OptionLiteral.Digits(String digits) -> plain(digits, hide, style);
      case OptionLiteral.Flag(boolean flag) -> plain(String.valueOf(flag), hide, style);
      case OptionLiteral.Missing _ -> plain("true", hide, style);
    };
  }

  private static String plain(String text, boolean hide, Style style) {
    if (hide) {
      return StandardText.STARS;
    }
    return style.quoted() ? PrintedName.text(text) : text;
  }

  /// Without a probe is DeltaForge's own way.
  private static WithClause with(Optional<Boolean> validate) {
    return new WithClause(validate.filter(wanted -> wanted), Optional.empty());
  }

  String alter(Statement.AlterConnection alter) {
    Listing family = alter.family().orElse(Listing.CONNECTION);
    return "ALTER "
        + ObjectWords.of(family)
        + " "
        + (alter.ifExists() ? "IF EXISTS " : "")
        + (family == Listing.CONNECTION
            ? PrintedName.of(alter.name())
            : ObjectWords.name(alter.name()))
        + alter.ifVersion().map(version -> " IF VERSION " + version).orElse("")
        + alter.actions().stream().map(this::action).collect(Collectors.joining())
        + new WithClause(alter.validate().filter(wanted -> wanted), alter.overlap()).text();
  }

  private String action(ConnectionAction action) {
    return switch (action) {
      case ConnectionAction.EditOptions(List<OptionEdit> edits) ->
          edits.stream().map(this::edit).collect(Collectors.joining());
      case ConnectionAction.RotateKeys(boolean force) ->
          force ? " ROTATE KEYS FORCE" : " ROTATE KEYS";
      case ConnectionAction.RollbackTo(int version) -> " ROLLBACK TO VERSION " + version;
      case ConnectionAction.WriteLink _ ->
          throw new IllegalArgumentException("not an action of this dialect");
      case ConnectionAction.Describe(String text) ->
          " SET DESCRIPTION " + PrintedName.text(text);
      case ConnectionAction.RenameTo(String name) -> " RENAME TO " + PrintedName.of(name);
      case ConnectionAction.OwnerTo(String role) -> " OWNER TO " + PrintedName.of(role);
    };
  }

  private String edit(OptionEdit edit) {
    Style style = new Style(true, false);
    return switch (edit) {
      case OptionEdit.ReplaceAll(List<OptionEdit.Set> options) ->
          " SET OPTIONS " + list(options, style);
      case OptionEdit.Set set ->
          SignInGrammar.order(set) >= 0
              ? " SET " + signIn(set, style)
              : " SET OPTION " + option(set, style);
      case OptionEdit.Reset(String key, int _) ->
          " UNSET " + SignInGrammar.words(key).orElseGet(() -> "OPTION " + spellings.ofOption(key));
    };
  }
}
