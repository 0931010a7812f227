package io.fairlead.catalog;

import io.fairlead.model.ObjectId;

/// How often this server has signed in since its start. A status: it is no part of the image.
public interface SignInCounts {
  /// Sign-ins of a connection with one version of a secret, one after the other.
  long accepted(ObjectId connection, ObjectId secret, int version);

  /// The same of all connections together.
  long accepted(ObjectId secret, int version);

  /// Sign-ins of a connection with one version of a secret that its peer refused.
  long refused(ObjectId connection, ObjectId secret, int version);

  /// The same of all connections together.
  long refused(ObjectId secret, int version);

  /// Of a server that has signed in nowhere.
  SignInCounts NONE =
      new SignInCounts() {
        @Override
        public long accepted(ObjectId connection, ObjectId secret, int version) {
          return 0;
        }

        @Override
        public long accepted(ObjectId secret, int version) {
          return 0;
        }

        @Override
        public long refused(ObjectId connection, ObjectId secret, int version) {
          return 0;
        }

        @Override
        public long refused(ObjectId secret, int version) {
          return 0;
        }
      };
}
