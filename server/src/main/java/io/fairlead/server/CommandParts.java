package io.fairlead.server;

import io.fairlead.base.AtOnce;
import io.fairlead.catalog.Catalog;
import io.fairlead.catalog.SignInCounts;
import io.fairlead.command.AlterConnection;
import io.fairlead.command.AlterDefaultPrivileges;
import io.fairlead.command.AlterLink;
import io.fairlead.command.AlterPipeline;
import io.fairlead.command.AlterPipelineSource;
import io.fairlead.command.AlterPlaced;
import io.fairlead.command.AlterRole;
import io.fairlead.command.AlterSchemaDefaults;
import io.fairlead.command.AlterSecret;
import io.fairlead.command.AlterTags;
import io.fairlead.command.BuiltInVault;
import io.fairlead.command.ChangeOwner;
import io.fairlead.command.ClearPipelineErrors;
import io.fairlead.command.Commands;
import io.fairlead.command.CommentOn;
import io.fairlead.command.CountedSignIns;
import io.fairlead.command.CreateConnection;
import io.fairlead.command.CreateFunction;
import io.fairlead.command.CreateLink;
import io.fairlead.command.CreatePipeline;
import io.fairlead.command.CreateRole;
import io.fairlead.command.CreateSchema;
import io.fairlead.command.CreateSecret;
import io.fairlead.command.CreateSource;
import io.fairlead.command.CreateStage;
import io.fairlead.command.CreateTable;
import io.fairlead.command.CreateTag;
import io.fairlead.command.CreateToken;
import io.fairlead.command.DatabaseRights;
import io.fairlead.command.Definition;
import io.fairlead.command.Describe;
import io.fairlead.command.DescribeTable;
import io.fairlead.command.Drop;
import io.fairlead.command.DropLink;
import io.fairlead.command.DropOwned;
import io.fairlead.command.DropSource;
import io.fairlead.command.EarlierVersions;
import io.fairlead.command.Families;
import io.fairlead.command.GeneratedKeys;
import io.fairlead.command.KeyPairs;
import io.fairlead.command.ListObjects;
import io.fairlead.command.LoadPipeline;
import io.fairlead.command.ObjectPrivileges;
import io.fairlead.command.OwnSecrets;
import io.fairlead.command.Passwords;
import io.fairlead.command.PipelineCommands;
import io.fairlead.command.PipelineRuns;
import io.fairlead.command.PlaceRules;
import io.fairlead.command.Placement;
import io.fairlead.command.Prober;
import io.fairlead.command.ProfilePipeline;
import io.fairlead.command.ReassignOwned;
import io.fairlead.command.RebindDependants;
import io.fairlead.command.Rename;
import io.fairlead.command.ReplaceConnection;
import io.fairlead.command.RoleMembership;
import io.fairlead.command.RollbackSecret;
import io.fairlead.command.SecretContents;
import io.fairlead.command.SetPipelineState;
import io.fairlead.command.ShowCreateConnection;
import io.fairlead.command.ShowCreateFunction;
import io.fairlead.command.ShowCreateLink;
import io.fairlead.command.ShowCreatePipeline;
import io.fairlead.command.ShowCreateSource;
import io.fairlead.command.ShowCreateTable;
import io.fairlead.command.ShowDependants;
import io.fairlead.command.ShowFunctions;
import io.fairlead.command.ShowGrants;
import io.fairlead.command.ShowHistory;
import io.fairlead.command.ShowLinks;
import io.fairlead.command.ShowPipelines;
import io.fairlead.command.ShowProfilePipeline;
import io.fairlead.command.ShowSecretUsage;
import io.fairlead.command.ShowStorage;
import io.fairlead.command.ShownDefinition;
import io.fairlead.command.Storages;
import io.fairlead.command.TestConnection;
import io.fairlead.command.TestPipeline;
import io.fairlead.command.ValidateConnection;
import io.fairlead.connector.Connectors;
import io.fairlead.connector.SecretUses;
import io.fairlead.secret.SecretStores;
import io.fairlead.secret.VaultStatuses;
import io.fairlead.sql.Dialects;
import java.security.SecureRandom;
import java.time.InstantSource;

/// Builds the commands: one a statement.
record CommandParts(
    Catalog catalog,
    SecretStores secrets,
    Passwords passwords,
    Connectors connectors,
    Prober prober,
    SecretUses uses,
    ShownDefinition shown,
    VaultStatuses vaults,
    PipelineRuns pipelines,
    Dialects dialects,
    InstantSource clock,
    SecureRandom random) {

  Commands commands() {
    SignInCounts counts = new CountedSignIns(uses);
    Definition definition = new Definition(connectors);
    KeyPairs keyPairs = new KeyPairs(secrets, random);
    OwnSecrets ownSecrets = new OwnSecrets(secrets, catalog::reserveId);
    GeneratedKeys generatedKeys = new GeneratedKeys(random);
    SecretContents contents = new SecretContents(connectors, secrets);
    CreateConnection createConnection =
        new CreateConnection(
            definition, keyPairs, ownSecrets, contents, prober, catalog::reserveId);
    Families families = new Families(connectors);
    EarlierVersions earlierVersions = new EarlierVersions(catalog.store());
    AlterConnection alterConnection =
        new AlterConnection(
            definition, keyPairs, ownSecrets, contents, prober, families, earlierVersions);
    Placement placement =
        new Placement(connectors, createConnection, alterConnection, prober);
    AlterSchemaDefaults schemaDefaults = new AlterSchemaDefaults(connectors, placement);
    var replaceConnection = new ReplaceConnection(definition, createConnection, alterConnection);
    Drop drop = new Drop(families);
    return new Commands(
        createConnection,
        replaceConnection,
        alterConnection,
        new ValidateConnection(prober),
        new ShowCreateConnection(shown),
        new CreateSecret(
            secrets, new Storages(connectors), generatedKeys, catalog::reserveId),
        new AlterSecret(secrets, contents, generatedKeys),
        new RollbackSecret(secrets, contents),
        new Rename(), new ChangeOwner(),
        drop,
        new CommentOn(),
        new CreateSchema(schemaDefaults, catalog::reserveId),
        new CreateRole(passwords, catalog::reserveId),
        new AlterRole(passwords),
        new RoleMembership.Grant(), new RoleMembership.Revoke(),
        new ObjectPrivileges.Granting(families), new ObjectPrivileges.Revoking(families),
        new AlterDefaultPrivileges(catalog::reserveId),
        new DropOwned(), new ReassignOwned(),
        new ShowHistory(catalog.store()),
        testConnection(families),
        new ListObjects(connectors, catalog, vaults, counts),
        new Describe(connectors, catalog, vaults, counts),
        new ShowDependants(), new ShowSecretUsage(uses),
        new CreateToken(random, catalog::reserveId),
        new CreateTable(connectors, placement, catalog::reserveId),
        new CreateStage(connectors, placement, catalog::reserveId),
        new AlterPlaced(connectors, placement, earlierVersions),
        new RebindDependants(placement, AtOnce::run),
        schemaDefaults,
        new ShowStorage(connectors),
        new DescribeTable(),
        new ShowCreateTable(shown, new PlaceRules(connectors)),
        pipelines(definition, placement, alterConnection, drop),
        new CreateTag(catalog::reserveId), new AlterTags(),
        new CreateFunction(connectors, placement, catalog::reserveId),
        new ShowFunctions(), new ShowCreateFunction(shown),
        links(definition, createConnection, replaceConnection, alterConnection, drop));
  }

  private Commands.LinkCommands links(
      Definition definition,
      CreateConnection creation,
      ReplaceConnection replacement,
      AlterConnection alteration,
      Drop drop) {
    return new Commands.LinkCommands(
        new CreateLink(definition, creation, replacement),
        new AlterLink(definition, alteration),
        new DropLink(drop),
        new ShowLinks(shown),
        new ShowCreateLink(shown),
        new DatabaseRights(),
        new ShowGrants());
  }

  private PipelineCommands pipelines(
      Definition definition, Placement placement, AlterConnection alteration, Drop drop) {
    return new PipelineCommands(
        new CreatePipeline(connectors, placement, catalog::reserveId),
        new AlterPipeline(placement, pipelines),
        new AlterPipelineSource(definition, placement, alteration),
        new SetPipelineState(),
        new LoadPipeline(pipelines),
        new TestPipeline(pipelines),
        new ProfilePipeline(pipelines),
        new ShowProfilePipeline(pipelines),
        new ClearPipelineErrors(pipelines),
        new ShowPipelines(pipelines),
        new ShowCreatePipeline(connectors, dialects, pipelines),

        new CreateSource(connectors, placement, catalog::reserveId),
        new DropSource(drop),
        new ShowCreateSource(dialects));
  }

  private TestConnection testConnection(Families families) {
    BuiltInVault vault = new BuiltInVault(secrets, catalog::reserveId, System::nanoTime);
    return new TestConnection(prober, families, vault, catalog, clock);
  }
}
