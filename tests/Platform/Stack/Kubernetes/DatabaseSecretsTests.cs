using System.Collections.Immutable;
using System.Net;
using System.Text;
using TalosPlatform.Clusters.Kubernetes;
using TalosPlatform.Stack.Kubernetes;
using TalosPlatform.Stack.Kubernetes.Manifests;
using TalosPlatform.Tests.Clusters.Kubernetes;
using static TalosPlatform.Tests.Clusters.Kubernetes.ScriptedServer;

namespace TalosPlatform.Tests.Stack.Kubernetes;

/// <summary>Passwords are made once, and applications get what their clients read.</summary>
public sealed class DatabaseSecretsTests
{
    private static readonly ImmutableSortedDictionary<string, string> Settings = ImmutableSortedDictionary<string, string>.Empty
        .Add("PGHOST", "postgres.databases.svc").Add("PGPORT", "5432").Add("PGDATABASE", "app").Add("PGUSER", "app");

    [Fact]
    public async Task Where_there_are_none_passwords_are_made_each_another()
    {
        var secrets = await MakeAsync(Answer(HttpStatusCode.NotFound));
        Assert.Equal(["databases/postgres-credentials", "default/postgres-connection", "shop/postgres-connection"], secrets.Select(s => $"{s.Key.Namespace}/{s.Key.Name}"));
        var passwords = Values(secrets[0]);
        Assert.Equal(["admin-password", "exporter-password", "password"], passwords.Keys.Order(StringComparer.Ordinal));
        Assert.All(passwords.Values, password => Assert.Matches("^[0-9a-f]{48}$", password));
        Assert.Equal(3, passwords.Values.Distinct().Count());
    }

    [Fact]
    public async Task Those_that_are_there_stay()
    {
        var there = """{"data":{"password":"b2xk","admin-password":"cm9vdA=="}}""";
        var passwords = Values((await MakeAsync(Answer(HttpStatusCode.OK, there)))[0]);
        Assert.Equal(("old", "root"), (passwords["password"], passwords["admin-password"]));
        Assert.Matches("^[0-9a-f]{48}$", passwords["exporter-password"]);
    }

    [Fact]
    public async Task An_application_gets_where_it_is_who_it_is_and_its_password_alone()
    {
        var secrets = await MakeAsync(Answer(HttpStatusCode.OK, """{"data":{"password":"b2xk"}}"""));
        Assert.All(secrets.Skip(1), secret => Assert.Equal(
            "DATABASE_URL=postgres://app:old@postgres.databases.svc:5432/app PGDATABASE=app PGHOST=postgres.databases.svc PGPASSWORD=old PGPORT=5432 PGUSER=app",
            string.Join(' ', Values(secret).OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => $"{v.Key}={v.Value}"))));
    }

    [Fact]
    public async Task An_address_names_an_account_even_where_there_is_but_one()
    {
        using var server = new ApiServer(new Uri("https://10.0.0.1:6443/"), new ScriptedServer(Answer(HttpStatusCode.OK, """{"data":{"password":"b2xk"}}""")), new Impatient());
        var settings = ImmutableSortedDictionary<string, string>.Empty.Add("REDIS_HOST", "redis.databases.svc").Add("REDIS_PORT", "6379");
        var secrets = await new DatabaseSecrets(server).MakeAsync("redis", settings, ["default"], TestContext.Current.CancellationToken);
        Assert.Equal("redis://default:old@redis.databases.svc:6379/", Values(secrets[1])["REDIS_URL"]);
    }

    private static async Task<IReadOnlyList<Manifest>> MakeAsync(Func<HttpRequestMessage, HttpResponseMessage> answer)
    {
        using var server = new ApiServer(new Uri("https://10.0.0.1:6443/"), new ScriptedServer(answer), new Impatient());
        return await new DatabaseSecrets(server).MakeAsync("postgres", Settings, ["default", "shop"], TestContext.Current.CancellationToken);
    }

    private static Dictionary<string, string> Values(Manifest secret) =>
        secret.Json["data"]!.AsObject().ToDictionary(d => d.Key, d => Encoding.UTF8.GetString(Convert.FromBase64String(d.Value!.GetValue<string>())));
}
