package io.fairlead.engine;

import io.fairlead.catalog.Image;
import io.fairlead.model.ObjectId;
import java.util.Map;

/// What a query can see beside its tables: the catalog as of this statement (or of this transaction
/// block), and who asks.
///
/// @param schema where unqualified names are looked up first
/// @param settings the session's variables, for `current_setting` and pg_settings
public record View(Image image, ObjectId role, String schema, Map<String, String> settings) {}
