/// SFTP servers, tried as a person would: host key, sign-in, the subsystem and the base path. It must
/// never send a login before the host key was accepted, or read a user's `.ssh`. Read [SftpType] first.
@org.jspecify.annotations.NullMarked
package io.fairlead.connector.sftp;
