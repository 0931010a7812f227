/// Connections of type `ipfs`: a file by its hash, through a gateway, read only. It must not take
/// what a gateway sends for what the hash stands for: only a node of one's own proves that. Read
/// [IpfsType] first.
@org.jspecify.annotations.NullMarked
package io.fairlead.connector.ipfs;
