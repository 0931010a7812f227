/// What every connector shares: its interface, the table of its options, the way out to the network
/// (resolve, check against the egress policy, connect, perhaps through a tunnel). Nothing outside
/// this package's folders asks which type a connection has. It must never hand a URL, a class name
/// or a bag of properties from a user to a driver. Read [ConnectorType] first.
@org.jspecify.annotations.NullMarked
package io.fairlead.connector;
