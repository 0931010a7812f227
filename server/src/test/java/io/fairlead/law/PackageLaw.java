package io.fairlead.law;

import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which package may see which. It reads the constant pool of each class: every name of a class
/// that the bytecode mentions, be it in a call, a descriptor, a generic signature or an annotation,
/// stands there as text. (A string literal that looks like a class name counts too.)
final class PackageLaw {
  private static final Pattern OURS = Pattern.compile("io/fairlead/(?:[a-z0-9_]+/)+[A-Z][\\w$]*");
  private static final Pattern EXCEPTION =
      Pattern.compile("except (\\S+) -> (\\S+) because (\\S.*)");
  private static final Pattern RULE = Pattern.compile("([a-z0-9.*]+)\\s*:(.*)");

  private final Map<String, Set<String>> rules = new LinkedHashMap<>();
  private final Set<String> exceptions = new TreeSet<>();

  private PackageLaw() {}

  static PackageLaw parse(List<String> lines) {
    PackageLaw law = new PackageLaw();
    for (String line : lines) {
      Matcher exception = EXCEPTION.matcher(line);
      Matcher rule = RULE.matcher(line);
      if (exception.matches()) {
        law.exceptions.add(exception.group(1) + " -> " + exception.group(2));
      } else if (rule.matches()) {
        law.rules.put(rule.group(1), Set.of(words(rule.group(2))));
      } else if (!line.isBlank() && !line.startsWith("#")) {
        throw new IllegalArgumentException("no rule and no exception: " + line);
      }
    }
    return law;
  }

  private static String[] words(String text) {
    return text.isBlank() ? new String[0] : text.strip().split("\\s+");
  }

  /// Every violation as one line, sorted; empty when the classes keep the law.
  List<String> violations(List<ClassModel> classes) {
    Set<String> found = new TreeSet<>();
    Set<String> unused = new TreeSet<>(exceptions);
    for (ClassModel model : classes) {
      String user = ClassFiles.topLevel(ClassFiles.name(model));
      String place = ClassFiles.packageOf(user);
      Optional<String> component = component(place);
      if (component.isEmpty()) {
        found.add("package " + place + " is not in the law");
        continue;
      }
      for (String used : namesIn(model)) {
        String use = user + " -> " + used;
        if (mayUse(component.get(), ClassFiles.packageOf(used)) || unused.remove(use)) {
          continue;
        }
        if (!exceptions.contains(use)) {
          found.add(use);
        }
      }
    }
    unused.forEach(use -> found.add("the exception " + use + " is not needed"));
    return new ArrayList<>(found);
  }

  /// The part of the house that a package belongs to: itself when it has a line of its own, the
  /// folder below `x` when the line is `x.*`.
  private Optional<String> component(String place) {
    if (rules.containsKey(place)) {
      return Optional.of(place);
    }
    String[] parts = place.split("\\.");
    return parts.length > 1 && rules.containsKey(parts[0] + ".*")
        ? Optional.of(parts[0] + "." + parts[1])
        : Optional.empty();
  }

  private boolean mayUse(String user, String used) {
    Set<String> allowed = rules.get(user);
    if (allowed == null) {
      allowed = rules.getOrDefault(user.substring(0, user.indexOf('.')) + ".*", Set.of());
    }
    String other = component(used).orElse(used);
    return other.equals(user) || allowed.contains(other) || allowed.contains("*");
  }

  private static Set<String> namesIn(ClassModel model) {
    Set<String> names = new TreeSet<>();
    for (PoolEntry entry : model.constantPool()) {
      if (entry instanceof Utf8Entry text) {
        Matcher matcher = OURS.matcher(text.stringValue());
        while (matcher.find()) {
          names.add(ClassFiles.topLevel(matcher.group().replace('/', '.')));
        }
      }
    }
    return names;
  }
}
