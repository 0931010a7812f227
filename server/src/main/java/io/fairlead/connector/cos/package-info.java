/// Connections of type `cos`: a bucket of Tencent Cloud's object storage, which speaks Amazon's protocol too. It must
/// never send a key. Read [CosType] first.
@org.jspecify.annotations.NullMarked
package io.fairlead.connector.cos;
