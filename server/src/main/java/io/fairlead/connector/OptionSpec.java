package io.fairlead.connector;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// One row of a connector's option table. Redaction, the rules of ALTER, SHOW, completion and the
/// documentation derive from it.
///
/// @param key canonical, `ssl_mode`
/// @param spellings further spellings beside the key with spaces (`SSL MODE`), upper case: an alias
///     (`USERNAME`) or another dialect's word
/// @param secrecy what a literal in this place is
/// @param initial the value that counts when the option is not set; shown in documentation
/// @param alterable false: fixed at CREATE
/// @param group options of one group exclude each other, and a SET of one replaces the others
/// @param connectionType for the name of a connection: the type that the named connection must have
/// @param isLasting stays when the whole map of options is replaced: it has a clause of its own in the
///     dialects that replace maps
/// @param isPlace says where the place of a [PlaceType] is, not with which credentials they open
/// @param isSignIn says who signs in, or with what: while an overlap lasts, all of these together are
///     either the present ones or the earlier ones
/// @param help one sentence
public record OptionSpec(
    String key,
    List<String> spellings,
    Shape shape,
    Secrecy secrecy,
    boolean required,
    Optional<String> initial,
    boolean alterable,
    Optional<String> group,
    Optional<String> connectionType,
    boolean isLasting,
    boolean isPlace,
    boolean isSignIn,
    String help) {

  /// The kinds of values.
  public enum Shape {
    TEXT,
    /// A list of texts.
    TEXTS,
    /// A literal or a SECRET.
    TEXT_OR_SECRET,
    /// Only a SECRET, of its current version or of a fixed one.
    SECRET,
    /// A whole number in the range of a port.
    PORT,
    NUMBER,
    FLAG,
    /// The name of another connection.
    CONNECTION,
    /// The same, where a port may stand behind the name: `pl (PORT 9093)`.
    CONNECTION_WITH_PORT,
    /// `'host:port' [USING SSH TUNNEL t | USING AWS PRIVATELINK p (…)]`.
    BROKER,
    /// A list of brokers and of rules, `MATCHING 'pattern' USING AWS PRIVATELINK p`.
    BROKERS,
    /// Written by the server alone; a user who names it is refused.
    SYSTEM
  }

  /// What a literal value in this place may be.
  public enum Secrecy {
    /// Everybody may read it.
    OPEN,
    /// Printed in SHOW CREATE, hidden in SHOW REDACTED and in logs: user names, certificates.
    PRIVATE,
    /// Opens something. The same, but where a language takes secrets as they are, it is one.
    SECRET
  }

  /// A row with one more thing said of it.
  private static final class Draft {
    private final OptionSpec from;
    private List<String> spellings;
    private Secrecy secrecy;
    private boolean required;
    private Optional<String> initial;
    private boolean alterable;
    private Optional<String> group;
    private Optional<String> connectionType;
    private boolean lasting;
    private boolean place;
    private boolean signIn;

    private Draft(OptionSpec from) {
      this.from = from;
      spellings = from.spellings;
      secrecy = from.secrecy;
      required = from.required;
      initial = from.initial;
      alterable = from.alterable;
      group = from.group;
      connectionType = from.connectionType;
      lasting = from.isLasting;
      place = from.isPlace;
      signIn = from.isSignIn;
    }

    private OptionSpec made() {
      return new OptionSpec(
          from.key,
          spellings,
          from.shape,
          secrecy,
          required,
          initial,
          alterable,
          group,
          connectionType,
          lasting,
          place,
          signIn,
          from.help);
    }
  }

  public static OptionSpec of(String key, Shape shape, String help) {
    return new OptionSpec(
        key,
        List.of(),
        shape,
        Secrecy.OPEN,
        false,
        Optional.empty(),
        true,
        Optional.empty(),
        Optional.empty(),
        false,
        false,
        shape == Shape.SECRET,
        help);
  }

  private OptionSpec with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.made();
  }

  public OptionSpec spelled(String... more) {
    return with(draft -> draft.spellings = List.of(more));
  }

  public OptionSpec secrecy(Secrecy newSecrecy) {
    return with(draft -> draft.secrecy = newSecrecy);
  }

  public OptionSpec needed() {
    return with(draft -> draft.required = true);
  }

  public OptionSpec initially(String value) {
    return with(draft -> draft.initial = Optional.of(value));
  }

  public OptionSpec fixed() {
    return with(draft -> draft.alterable = false);
  }

  public OptionSpec inGroup(String name) {
    return with(draft -> draft.group = Optional.of(name));
  }

  public OptionSpec toType(String type) {
    return with(draft -> draft.connectionType = Optional.of(type));
  }

  public OptionSpec kept() {
    return with(draft -> draft.lasting = true);
  }

  /// For storage types: where, not with which credentials.
  public OptionSpec ofPlace() {
    return with(draft -> draft.place = true);
  }

  /// Secrets are so from the start.
  public OptionSpec signIn() {
    return with(draft -> draft.signIn = true);
  }

  /// `SSL MODE` for `ssl_mode`: the spelling in messages and in SQL.
  public String spelling() {
    return spelling(key);
  }

  /// The same for a key that may have no row, such as one that a user made up.
  public static String spelling(String key) {
    return key.replace('_', ' ').toUpperCase(java.util.Locale.ROOT);
  }
}
