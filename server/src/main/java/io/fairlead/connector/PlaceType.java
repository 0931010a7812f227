package io.fairlead.connector;

import io.fairlead.base.Problems;
import io.fairlead.model.Options;
import java.util.List;

/// A type of connection that leads to places which a URI names: folders of files, topics of a broker.
/// Which of its options say *where* a place is, and not with which credentials it opens, its table
/// tells by [OptionSpec#isPlace].
public interface PlaceType<C extends Record> extends LinkType<C> {
  /// The schemes of the URLs that it understands, in lower case: `s3`.
  List<String> schemes();

  /// The options that a URL stands for: `s3://bucket/folder/` is the bucket and the prefix. Pure.
  ///
  /// @param uri with one of [#schemes]
  /// @return not used when there are problems
  Options place(String uri, Problems problems);

  /// Refuses a place to which nothing leads: a connection may leave it to its users where they go. Pure.
  ///
  /// @param placed the connection with the options of the place
  default void checkPlace(C placed, Problems problems) {}

  /// What a pipeline reads.
  ///
  /// @param uri of the place
  /// @param name of what is in it: a pattern of names of files, a topic
  record Input(String uri, String name) {}

  /// The parts of a path as a pipeline writes it, `bucket/folder/name*` or `host:port/topic`. Pure.
  Input input(String path);
}
