package io.fairlead.connector;

import java.util.List;
import java.util.Optional;

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
    PRIVATE
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
        shape == Shape.SECRET,
        help);
  }

  public OptionSpec spelled(String... more) {
    return new OptionSpec(
        key,
        List.of(more),
        shape,
        secrecy,
        required,
        initial,
        alterable,
        group,
        connectionType,
        isLasting,
        isSignIn,
        help);
  }

  public OptionSpec secrecy(Secrecy newSecrecy) {
    return new OptionSpec(
        key,
        spellings,
        shape,
        newSecrecy,
        required,
        initial,
        alterable,
        group,
        connectionType,
        isLasting,
        isSignIn,
        help);
  }

  public OptionSpec needed() {
    return new OptionSpec(
        key,
        spellings,
        shape,
        secrecy,
        true,
        initial,
        alterable,
        group,
        connectionType,
        isLasting,
        isSignIn,
        help);
  }

  public OptionSpec initially(String value) {
    return new OptionSpec(
        key,
        spellings,
        shape,
        secrecy,
        required,
        Optional.of(value),
        alterable,
        group,
        connectionType,
        isLasting,
        isSignIn,
        help);
  }

  public OptionSpec fixed() {
    return new OptionSpec(
        key,
        spellings,
        shape,
        secrecy,
        required,
        initial,
        false,
        group,
        connectionType,
        isLasting,
        isSignIn,
        help);
  }

  public OptionSpec inGroup(String name) {
    return new OptionSpec(
        key,
        spellings,
        shape,
        secrecy,
        required,
        initial,
        alterable,
        Optional.of(name),
        connectionType,
        isLasting,
        isSignIn,
        help);
  }

  public OptionSpec toType(String type) {
    return new OptionSpec(
        key,
        spellings,
        shape,
        secrecy,
        required,
        initial,
        alterable,
        group,
        Optional.of(type),
        isLasting,
        isSignIn,
        help);
  }

  public OptionSpec kept() {
    return new OptionSpec(
        key,
        spellings,
        shape,
        secrecy,
        required,
        initial,
        alterable,
        group,
        connectionType,
        true,
        isSignIn,
        help);
  }

  /// Secrets are so from the start.
  public OptionSpec signIn() {
    return new OptionSpec(
        key,
        spellings,
        shape,
        secrecy,
        required,
        initial,
        alterable,
        group,
        connectionType,
        isLasting,
        true,
        help);
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
