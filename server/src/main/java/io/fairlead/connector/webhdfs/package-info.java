/// Connections of type `webhdfs`: files in HDFS through its REST interface. It must not send who it is to
/// the data nodes, which the name node names at each read and write: what they need stands in the URL
/// that the name node gives. Read [WebHdfsType] first.
@org.jspecify.annotations.NullMarked
package io.fairlead.connector.webhdfs;
