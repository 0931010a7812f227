package io.fairlead.connector;

import io.fairlead.model.ObjectId;
import io.fairlead.model.OptionValue;

/// An attempt has read a secret.
///
/// @param connection the one whose options use it: the subject, or a tunnel on its way
public record SecretRead(ObjectId connection, OptionValue.SecretUse use) {}
