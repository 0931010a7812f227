/// The JDBC driver of `jdbc:fairlead:` URLs. It asks a Fairlead server where to connect, each time,
/// and hands over the real driver's link. It must never keep a secret longer than a login takes, nor
/// write one anywhere. Read [FairleadDriver] first.
@org.jspecify.annotations.NullMarked
package io.fairlead.client;
