package io.fairlead.connector.oss;

import io.fairlead.connector.S3CompatibleType;
import io.fairlead.connector.Tls;
import io.fairlead.secret.Reveal;
import java.time.InstantSource;
import java.util.regex.Pattern;

/// Connections of type `oss`: Alibaba's, by the hosts `s3.oss-REGION.aliyuncs.com`.
public final class OssType extends S3CompatibleType {
  private static final Vendor ALIBABA =
      new Vendor(
          "oss",
          "OSS",
          "access_key_id",
          "access_key_secret",
          Pattern.compile("(?:s3\\.)?oss-([a-z0-9-]+?)(?:-internal)?\\.aliyuncs\\.com"),
          "s3.");

  public OssType(Reveal permission, InstantSource clock, Tls tls) {
    super(ALIBABA, permission, clock, tls);
  }
}
