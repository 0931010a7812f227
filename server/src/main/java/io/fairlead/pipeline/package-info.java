/// Running pipelines: they follow the image, look for new input, and hand it to the engine batch by
/// batch. How far each has come is the engine's to keep. Read [Pipelines] first.
@org.jspecify.annotations.NullMarked
package io.fairlead.pipeline;
