package io.fairlead.sql.databend;

import io.fairlead.sql.FileSource;
import io.fairlead.sql.FormatClause;
import io.fairlead.sql.PrintedName;
import io.fairlead.sql.StagedFiles;
import io.fairlead.sql.StandardText;
import io.fairlead.sql.Statement;
import io.fairlead.sql.StorageClause;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/// A query over files: the files, and of the query its verb.
///
/// @param connection prints the clause of one, with stars: `CONNECTION = (…)`
record StagedText(Function<StorageClause, String> connection) {
  String of(Statement.StagedQuery query) {
    String verb = StandardText.of(query).orElse("");
    return query.files().stream()
        .map(this::files)
        .collect(
            Collectors.joining(
                " JOIN ", (verb.length() > 1 ? verb : "SELECT …") + " FROM ", ""));
  }

  private String files(StagedFiles staged) {
    List<String> said = new ArrayList<>();
    String place =
        switch (staged.files()) {
          case FileSource.InStage stage -> DatabendText.stage(stage);
          case FileSource.At(String uri, StorageClause clause) -> {
            if (!clause.equals(new StorageClause.Inline(List.of()))) {
              said.add(connection.apply(clause).strip().replaceFirst(" = ", " => "));
            }
            yield PrintedName.text(uri);
          }
          case FileSource.ByPath _ ->
              throw new IllegalArgumentException("not a place of this dialect");
        };
    if (!staged.format().equals(FormatClause.NONE)) {
      said.add(DatabendText.format(staged.format()).strip().replaceFirst(" = ", " => "));
    }
    staged.pattern().ifPresent(text -> said.add("PATTERN => " + PrintedName.text(text)));
    if (!staged.names().isEmpty()) {
      said.add(
          staged.names().stream()
              .map(PrintedName::text)
              .collect(Collectors.joining(", ", "FILES => (", ")")));
    }
    return place
        + staged.alias().map(name -> " " + PrintedName.of(name)).orElse("")
        + (said.isEmpty() ? "" : " (" + String.join(", ", said) + ")");
  }
}
