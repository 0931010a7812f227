package io.fairlead.connector.cos;

import io.fairlead.connector.S3CompatibleType;
import io.fairlead.connector.Tls;
import io.fairlead.secret.Reveal;
import java.time.InstantSource;
import java.util.regex.Pattern;

/// Connections of type `cos`: Tencent's, by the hosts `cos.REGION.myqcloud.com`.
public final class CosType extends S3CompatibleType {
  private static final Vendor TENCENT =
      new Vendor(
          "cos",
          "COS",
          "secret_id",
          "secret_key",
          Pattern.compile("cos\\.([a-z0-9-]+)\\.(?:myqcloud\\.com|tencentcos\\.cn)"),
          "");

  public CosType(Reveal permission, InstantSource clock, Tls tls) {
    super(TENCENT, permission, clock, tls);
  }
}
