/// Tests of the driver against doubles of the server and of a database.
@org.jspecify.annotations.NullMarked
package io.fairlead.client;
