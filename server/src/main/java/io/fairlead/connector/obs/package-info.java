/// Connections of type `obs`: a bucket of Huawei Cloud's object storage, which speaks Amazon's protocol too. It must
/// never send a key. Read [ObsType] first.
@org.jspecify.annotations.NullMarked
package io.fairlead.connector.obs;
