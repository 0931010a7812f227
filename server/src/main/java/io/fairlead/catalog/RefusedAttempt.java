package io.fairlead.catalog;

import io.fairlead.model.Touch;

/// A statement that was refused, as the audit keeps it: what was asked of which object, never a
/// value and never the words of the refusal.
///
/// @param touch who asked, and when
/// @param action the words that the statement begins with, `ALTER CONNECTION`
/// @param objectType a kind's word; empty when the statement is about none
/// @param name of the object; several with commas between
/// @param sqlState of the refusal
/// @param missed refused statements before this one of which there is no row, since too many came at
///     once
public record RefusedAttempt(
    Touch touch, String action, String objectType, String name, String sqlState, long missed) {

  public RefusedAttempt(
      Touch touch, String action, String objectType, String name, String sqlState) {
    this(touch, action, objectType, name, sqlState, 0);
  }

  RefusedAttempt withMissed(long number) {
    return new RefusedAttempt(touch, action, objectType, name, sqlState, number);
  }
}
