package io.fairlead.connector.obs;

import io.fairlead.connector.S3CompatibleType;
import io.fairlead.connector.Tls;
import io.fairlead.secret.Reveal;
import java.time.InstantSource;
import java.util.regex.Pattern;

/// Connections of type `obs`: Huawei's, by the hosts `obs.REGION.myhuaweicloud.com`.
public final class ObsType extends S3CompatibleType {
  private static final Vendor HUAWEI =
      new Vendor(
          "obs",
          "OBS",
          "access_key_id",
          "secret_access_key",
          Pattern.compile("obs\\.([a-z0-9-]+)\\.myhuaweicloud\\.com"),
          "");

  public ObsType(Reveal permission, InstantSource clock, Tls tls) {
    super(HUAWEI, permission, clock, tls);
  }
}
