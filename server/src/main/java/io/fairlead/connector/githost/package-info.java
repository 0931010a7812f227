/// Connections to hosts of git repositories: GitHub, GitLab, Bitbucket and Azure DevOps. The probe
/// reads and changes nothing; the token must never go anywhere but to the API that the options name,
/// and only over TLS. What differs between the hosts is in [GitHost]. Read [GitHostType] first.
@org.jspecify.annotations.NullMarked
package io.fairlead.connector.githost;
