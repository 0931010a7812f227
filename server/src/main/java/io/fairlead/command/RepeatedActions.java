package io.fairlead.command;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.connector.ConnectorType;
import io.fairlead.connector.OptionSpec;
import io.fairlead.sql.ConnectionAction;
import io.fairlead.sql.OptionEdit;
import io.fairlead.sql.SecretAction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Actions are applied from left to right, so the later of two that say the same thing counts. Here
/// is what users are told of that.
final class RepeatedActions {
  private RepeatedActions() {}

  static List<Problem> of(List<SecretAction> actions) {
    Set<Class<?>> seen = new HashSet<>();
    Set<String> twice = new LinkedHashSet<>();
    for (SecretAction action : actions) {
      if (!seen.add(action.getClass())) {
        twice.add(
            switch (action) {
              case SecretAction.SetValue _ -> "the value was set twice";
              case SecretAction.Rotate _ -> "the key was rotated twice";
              case SecretAction.Describe _ -> "the description was set twice";
              case SecretAction.ExpireAt _ -> "the expiry was set twice";
              case SecretAction.RenameTo _ -> "the name was set twice";
            });
      }
    }
    return notices(twice);
  }

  /// @param type knows which options stay when the whole map is replaced
  static List<Problem> of(List<ConnectionAction> actions, ConnectorType<?> type) {
    Set<Class<?>> seen = new HashSet<>();
    Set<String> twice = new LinkedHashSet<>();
    Options options = new Options(type);
    for (ConnectionAction action : actions) {
      boolean again = !seen.add(action.getClass());
      switch (action) {
        case ConnectionAction.EditOptions(List<OptionEdit> edits) -> options.add(edits, twice);
        case ConnectionAction.Describe _ when again -> twice.add("the description was set twice");
        case ConnectionAction.RenameTo _ when again -> twice.add("the name was set twice");
        case ConnectionAction.OwnerTo _ when again -> twice.add("the owner was set twice");
        case ConnectionAction.Describe _,
            ConnectionAction.RenameTo _,
            ConnectionAction.OwnerTo _,
            ConnectionAction.WriteLink _,
            ConnectionAction.RotateKeys _,
            ConnectionAction.RollbackTo _ -> {}
      }
    }
    return notices(twice);
  }

  private static List<Problem> notices(Set<String> twice) {
    return twice.stream()
        .map(what -> Problem.of(ProblemKind.DONE, what + "; the later one counts"))
        .toList();
  }

  /// The options that the actions so far have named.
  private static final class Options {
    private final ConnectorType<?> type;
    private final Set<String> set = new TreeSet<>();
    private final Set<String> reset = new TreeSet<>();

    Options(ConnectorType<?> type) {
      this.type = type;
    }

    void add(List<OptionEdit> edits, Set<String> twice) {
      Set<String> sets = new TreeSet<>();
      Set<String> resets = new TreeSet<>();
      boolean replaces = false;
      for (OptionEdit edit : edits) {
        switch (edit) {
          case OptionEdit.Set one -> sets.add(one.key());
          case OptionEdit.Reset one -> resets.add(one.key());
          case OptionEdit.ReplaceAll all -> {
            replaces = true;
            all.options().forEach(one -> sets.add(one.key()));
          }
        }
      }
      List<String> said = new ArrayList<>();
      for (String key : sets) {
        if (set.contains(key)) {
          said.add(option(key) + " was set twice");
        } else if (reset.contains(key)) {
          said.add(option(key) + " was set and reset");
        }
      }
      for (String key : resets) {
        if (set.contains(key)) {
          said.add(option(key) + " was set and reset");
        }
      }
      if (replaces) {
        for (String key : set) {
          if (!sets.contains(key) && !resets.contains(key) && !isLasting(key)) {
            said.add(option(key) + " was set and then left out of the whole");
          }
        }
      }
      twice.addAll(said);
      set.removeAll(resets);
      set.addAll(sets);
      reset.removeAll(sets);
      reset.addAll(resets);
    }

    private boolean isLasting(String key) {
      return type.option(key).filter(OptionSpec::isLasting).isPresent();
    }

    private static String option(String key) {
      return "option " + OptionSpec.spelling(key);
    }
  }
}
