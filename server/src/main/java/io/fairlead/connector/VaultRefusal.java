package io.fairlead.connector;

/// Why a vault has not done what it was asked for, in words of ours.
public final class VaultRefusal {
  private VaultRefusal() {}

  /// @param status of an answer over HTTP that is none of those that its vault explains itself
  /// @param hint what to check when the vault refuses who asks
  public static StepFailed of(int status, String hint) {
    return switch (status) {
      case 401, 403 ->
          new StepFailed("the vault does not allow this (status " + status + ")", hint)
              .refusedCredential();
      case 429 ->
          new StepFailed("the vault asks to come back later", "Try again in a moment.")
              .withoutAnswer();
      default -> silentAbove(status, "the vault answers with status " + status);
    };
  }

  /// Where one signs in, the answer has neither a token nor a reason.
  public static StepFailed noToken(int status) {
    return silentAbove(status, "the peer gave no access token (status " + status + ")");
  }

  /// 429 and from 500 on the peer says that it cannot serve anybody now.
  private static StepFailed silentAbove(int status, String cause) {
    StepFailed failed = new StepFailed(cause);
    return status == 429 || status >= 500 ? failed.withoutAnswer() : failed;
  }

  /// @param name one that fits the vault's grammar, here and below
  public static StepFailed missing(String name) {
    return new StepFailed(
        "the vault has no secret \"" + name + "\"", "Check the name, and that it was not deleted.");
  }

  /// Nothing that is there is replaced.
  public static StepFailed taken(String name) {
    return new StepFailed("the vault has a secret \"" + name + "\" already");
  }

  /// @param what `a Vault or OpenBao with a key/value engine`
  public static StepFailed stranger(String what, String hint) {
    return new StepFailed("the peer does not answer as " + what, hint);
  }
}
