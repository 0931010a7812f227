# Sourced by the scripts here: puts a JDK 25's `java` into $java, as the launcher finds one.
java=""
for folder in "${FAIRLEAD_JAVA_HOME:-}" "${JAVA_HOME:-}" /usr/lib/jvm/* /opt/* /usr/java/*; do
  if [ -x "$folder/bin/java" ] && "$folder/bin/java" -version 2>&1 | grep -q 'version "25'; then
    java=$folder/bin/java
    break
  fi
done
[ -n "$java" ] || { echo "needs a JDK 25: FAIRLEAD_JAVA_HOME names its folder" >&2; exit 1; }
