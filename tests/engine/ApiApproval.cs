using PublicApiGenerator;

namespace TalosBuild.Engine.Tests;

public class ApiApproval
{
    [Fact]
    public void The_public_surface_is_what_was_agreed() =>
        Golden.Check("public-api.txt", typeof(NukeBuild).Assembly.GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false }) + "\n");
}
