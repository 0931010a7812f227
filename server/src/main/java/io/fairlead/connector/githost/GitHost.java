package io.fairlead.connector.githost;

import java.util.List;
import java.util.Map;

/// What one host has of its own. In the paths `{}` stands for the organization.
///
/// @param type of its connections
/// @param apiUrl of the host itself; who runs it by himself has another
/// @param organization what the host calls one
/// @param needsOrganization whether nothing can be asked without one
/// @param signInPath answers to whoever has signed in
/// @param organizationPath answers to whoever may read the organization
/// @param tokenIsPassword whether the token is sent as the password of nobody in particular, and not
///     as a bearer's
/// @param headers that make the answer one of a certain version
public record GitHost(
    String type,
    List<String> spellings,
    String product,
    String apiUrl,
    String organization,
    boolean needsOrganization,
    String signInPath,
    String organizationPath,
    boolean tokenIsPassword,
    Map<String, String> headers) {

  public static final GitHost GITHUB =
      new GitHost(
          "github",
          List.of("GITHUB"),
          "GitHub",
          "https://api.github.com",
          "organization",
          false,
          "",
          "/orgs/{}",
          false,
          Map.of(
              "Accept", "application/vnd.github+json", "X-GitHub-Api-Version", "2022-11-28"));

  public static final GitHost GITLAB =
      new GitHost(
          "gitlab",
          List.of("GITLAB"),
          "GitLab",
          "https://gitlab.com/api/v4",
          "group",
          false,
          "/version",
          "/groups/{}?with_projects=false",
          false,
          Map.of("Accept", "application/json"));

  public static final GitHost BITBUCKET =
      new GitHost(
          "bitbucket",
          List.of("BITBUCKET"),
          "Bitbucket",
          "https://api.bitbucket.org/2.0",
          "workspace",
          false,
          "/user",
          "/workspaces/{}",
          false,
          Map.of("Accept", "application/json"));

  public static final GitHost AZURE_DEVOPS =
      new GitHost(
          "azure-devops",
          List.of("AZURE DEVOPS"),
          "Azure DevOps",
          "https://dev.azure.com",
          "organization",
          true,
          "/{}/_apis/connectionData",
          "/{}/_apis/projects?api-version=7.1&$top=1",
          true,
          Map.of("Accept", "application/json"));

  public static final List<GitHost> ALL = List.of(GITHUB, GITLAB, BITBUCKET, AZURE_DEVOPS);
}
