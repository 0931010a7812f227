/// Connections of type `oss`: a bucket of Alibaba Cloud's object storage, which speaks Amazon's protocol too. It must
/// never send a key. Read [OssType] first.
@org.jspecify.annotations.NullMarked
package io.fairlead.connector.oss;
