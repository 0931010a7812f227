/// The PostgreSQL connector against real servers and rogue ones.
@org.jspecify.annotations.NullMarked
package io.fairlead.connector.postgres;
