/// Connections of type `hf`: files of a repository on the Hugging Face hub, read only. It must send the
/// token to no host but the hub: what is large comes from hosts that the hub names at each read. Read
/// [HuggingFaceType] first.
@org.jspecify.annotations.NullMarked
package io.fairlead.connector.huggingface;
