/// Tests of what connectors share, and the workbench that the tests of each connector stand on.
@org.jspecify.annotations.NullMarked
package io.fairlead.connector;
