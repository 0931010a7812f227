package io.fairlead.law;

import java.lang.classfile.ClassModel;
import java.lang.classfile.FieldModel;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Calls and fields that only some places may use, and static state, which only `base` and `server`
/// may have. A member is known by the owner that the bytecode names.
final class BannedCalls {
  private static final Pattern LINE = Pattern.compile("(\\S+)\\s*:([^:]*):\\s*(\\S.*)");
  private static final Set<String> MAY_HAVE_STATE = Set.of("base", "server");

  /// @param member `java.time.Instant.now`, or `java.sql.DriverManager.*`
  /// @param places packages below `io.fairlead`, or classes
  private record Ban(String member, Set<String> places, String instead) {
    boolean covers(String used) {
      return member.endsWith(".*")
          ? used.startsWith(member.substring(0, member.length() - 1))
          : used.equals(member);
    }

    boolean allows(String className) {
      return places.contains(ClassFiles.packageOf(className)) || places.contains(className);
    }
  }

  private final List<Ban> bans = new ArrayList<>();

  private BannedCalls() {}

  static BannedCalls parse(List<String> lines) {
    BannedCalls result = new BannedCalls();
    for (String line : lines) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      Matcher matcher = LINE.matcher(line);
      if (!matcher.matches()) {
        throw new IllegalArgumentException("not \"member : places : what instead\": " + line);
      }
      Set<String> places = Set.of(matcher.group(2).strip().split("\\s+"));
      result.bans.add(new Ban(matcher.group(1), places, matcher.group(3)));
    }
    return result;
  }

  List<String> violations(List<ClassModel> classes) {
    Set<String> found = new TreeSet<>();
    for (ClassModel model : classes) {
      String user = ClassFiles.topLevel(ClassFiles.name(model));
      for (PoolEntry entry : model.constantPool()) {
        if (entry instanceof MemberRefEntry member) {
          String owner = member.owner().asInternalName().replace('/', '.');
          String used = owner + "." + member.name().stringValue();
          bans.stream()
              .filter(ban -> ban.covers(used) && !ban.allows(user))
              .forEach(ban -> found.add(user + " uses " + used + ": " + ban.instead()));
        }
      }
      for (FieldModel field : model.fields()) {
        boolean state =
            field.flags().has(AccessFlag.STATIC) && !field.flags().has(AccessFlag.FINAL);
        if (state && !MAY_HAVE_STATE.contains(ClassFiles.packageOf(user))) {
          found.add(user + " has static state: " + field.fieldName().stringValue());
        }
      }
    }
    return new ArrayList<>(found);
  }
}
