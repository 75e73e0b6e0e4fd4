using System.Collections.Immutable;
using TalosPlatform.Stack;

namespace TalosPlatform.Databases;

/// <summary>How an application reaches a database that runs.</summary>
/// <param name="Name">Name of the database, such as <c>postgres</c>.</param>
/// <param name="Host">Address.</param>
/// <param name="Port">Port.</param>
/// <param name="Database">Database to use.</param>
/// <param name="User">Account to use.</param>
/// <param name="PasswordFile">File that holds nothing but the password and that only this user can read; null where it is kept elsewhere.</param>
/// <param name="Secret">Secret of Kubernetes with everything an application needs, for <c>envFrom</c>; null where there is no Kubernetes.</param>
public sealed record DatabaseAccess(string Name, string Host, int Port, string Database, string User, string? PasswordFile, string? Secret);

/// <summary>What became of the databases that were asked for.</summary>
/// <param name="Gateway">The services; a database that cannot run is among them, with the reason.</param>
/// <param name="Databases">Those that run.</param>
public sealed record DatabaseDeployment(IServiceGateway Gateway, ImmutableArray<DatabaseAccess> Databases);
