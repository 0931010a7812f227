package io.fairlead.connector.s3;

import io.fairlead.connector.HttpPeer;
import io.fairlead.connector.SignatureClaim;
import io.fairlead.connector.SigningSts;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/// A bucket beside a token service, as in Ceph: only the temporary keys that the service has given
/// open it, with their token and for one region.
record RoleBucket(SigningSts sts, String region) implements HttpPeer.Behaviour {
  @Override
  public void answer(HttpPeer.Asked asked, OutputStream out) throws IOException {
    if (asked.line().startsWith("POST / ")) {
      sts.answer(asked, out);
      return;
    }
    Optional<SignatureClaim> claim = SignatureClaim.of(asked, "s3");
    String token = asked.header("X-Amz-Security-Token").orElse("");
    Optional<String> secret = claim.flatMap(made -> sts.secretOf(made.keyId(), token));
    if (secret.isEmpty()) {
      refuse(out, claim.isEmpty() ? "AccessDenied" : "InvalidAccessKeyId");
    } else if (!claim.get().region().equals(region)
        || !claim.get().isTrue(asked, secret.get(), true)) {
      refuse(out, "SignatureDoesNotMatch");
    } else {
      HttpPeer.write(
          out, 200, "<?xml version=\"1.0\"?><ListBucketResult><Contents><Key>a</Key>"
              + "<LastModified>2026-01-01T00:00:00.000Z</LastModified><ETag>\"e\"</ETag>"
              + "<Size>1</Size></Contents></ListBucketResult>");
    }
  }

  private static void refuse(OutputStream out, String code) throws IOException {
    HttpPeer.write(
        out, 403, "<?xml version=\"1.0\"?><Error><Code>" + code + "</Code></Error>");
  }
}
