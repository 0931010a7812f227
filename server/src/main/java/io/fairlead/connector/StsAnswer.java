package io.fairlead.connector;

import java.util.Optional;

/// An answer of the Security Token Service, no two elements of which have one name.
record StsAnswer(int status, XmlTexts texts) {
  /// @throws StepFailed when it is no such answer
  static StsAnswer of(HttpResponse response) throws StepFailed {
    Optional<XmlTexts> texts = XmlTexts.read(response.body());
    if (texts.isEmpty()) {
      throw new StepFailed(
          "the peer is no AWS Security Token Service (status " + response.status() + ")",
          "Check ENDPOINT and REGION.");
    }
    return new StsAnswer(response.status(), texts.get());
  }

  boolean succeeded() {
    return status == 200;
  }

  Optional<String> text(String element) {
    return texts.text(element);
  }

  /// What went wrong, as AWS names it: `AccessDenied`. Empty when it is no such name.
  String code() {
    return texts.code();
  }

  /// Without the texts, which hold temporary keys.
  @Override
  public String toString() {
    return "status " + status;
  }
}
