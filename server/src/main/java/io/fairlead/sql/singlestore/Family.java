package io.fairlead.sql.singlestore;

import io.fairlead.sql.Statement;
import io.fairlead.sql.TokenReader;
import java.util.Optional;

/// Statements about one thing: how they are read, and how they are written again. Safe for many
/// threads at once.
interface Family {
  /// Reads a statement of this family.
  ///
  /// @return empty when it is none of its; then the cursor stands where it stood
  Optional<? extends Statement> read(TokenReader in);

  /// The statement on one line with stars for what may be secret.
  ///
  /// @return empty when it is none of its
  Optional<String> write(Statement statement);
}
