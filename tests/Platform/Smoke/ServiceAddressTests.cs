using CsCheck;
using TalosPlatform.Smoke;
using TalosPlatform.Stack;

namespace TalosPlatform.Tests.Smoke;

public sealed class ServiceAddressTests
{
    [Theory]
    [InlineData("${grpc-orders}/healthz", "grpc-orders", "/healthz")]
    [InlineData("${grpc-orders}", "grpc-orders", "/")]
    [InlineData("${a.b_c-1}/x?y=http://evil/..&z=%2e%2e", "a.b_c-1", "/x?y=http://evil/..&z=%2e%2e")]
    public void Known_services_can_be_addressed(string text, string service, string path) =>
        Assert.Equal(new ServiceAddress(service, path), ServiceAddress.TryParse(text));

    [Theory]
    [InlineData("http://example.com/")]
    [InlineData("grpc-orders/healthz")]
    [InlineData("http://${grpc-orders}/healthz")]
    [InlineData("${grpc-orders}@example.com/")]
    [InlineData("${grpc-orders}.example.com/")]
    [InlineData("${grpc-orders}:80/")]
    [InlineData("${grpc-orders}/../secrets")]
    [InlineData("${grpc-orders}/%2e%2e/secrets")]
    [InlineData("${grpc-orders}/%252e%252e/secrets")]
    [InlineData("${grpc-orders}/a/..%2fsecrets")]
    [InlineData("${grpc-orders}/a\\..\\secrets")]
    [InlineData("${grpc-orders}/a//b")]
    [InlineData("${grpc-orders}/a b")]
    [InlineData("${grpc-orders}/a\nHost: evil")]
    [InlineData("${}/healthz")]
    [InlineData("${../x}/healthz")]
    [InlineData("")]
    public void Nothing_else_can(string text) => Assert.Null(ServiceAddress.TryParse(text));

    [Theory]
    [InlineData("http://127.0.0.1:9090/", "/-/ready", "http://127.0.0.1:9090/-/ready")]
    [InlineData("http://127.0.0.1:9090/", "//example.com/x", "http://127.0.0.1:9090/example.com/x")]
    [InlineData("http://127.0.0.1:9090/", "http://example.com/x", null)]
    [InlineData("https://api:6443/api/v1/namespaces/o/services/p:9090/proxy/", "-/ready", "https://api:6443/api/v1/namespaces/o/services/p:9090/proxy/-/ready")]
    [InlineData("https://api:6443/api/v1/namespaces/o/services/p:9090/proxy/", "../../../secrets", null)]
    [InlineData("https://api:6443/api/v1/namespaces/o/services/p:9090/proxy/", "a:b/c", "https://api:6443/api/v1/namespaces/o/services/p:9090/proxy/a:b/c")]
    public void A_path_stays_below_its_root(string root, string path, string? address) =>
        Assert.Equal(address, ServicePath.Below(new Uri(root), path)?.ToString());

    [Fact]
    public void Whatever_the_path_the_host_stays() =>
        Gen.Char[" /\\.:%@?#&=2eEfF5cC\t\n\u00e9abc"].Array[0, 24].Select(c => new string(c)).Sample(path =>
        {
            var root = new Uri("http://127.0.0.1:9090/proxy/");
            var address = ServicePath.Below(root, path);
            return address is null || (address.Authority == root.Authority && address.UserInfo.Length == 0 && Uri.UnescapeDataString(address.AbsolutePath).StartsWith("/proxy/", StringComparison.Ordinal)
                && !Uri.UnescapeDataString(Uri.UnescapeDataString(address.AbsolutePath)).Split('/', '\\').Contains(".."));
        });
}
