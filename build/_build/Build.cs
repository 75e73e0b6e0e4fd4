using TalosBuild.Targets;
using TalosPlatform.Publishing;

namespace TalosBuild;

/// <summary>The build: every target is an interface under Targets.</summary>
internal sealed class Build : NukeBuild, IVerify, IPublishReport, ITeardown, IStatus, IClusters, IUseCluster, ITestCluster, IBenchmark, IRefreshPrices, INewApp,
    ICollectLogs, IFetchTools, IUpdatePins, IDeployDatabase,
    IValidateSources, IInstallGitHooks
{
    private readonly Lazy<Session> _session;

    public Build() => _session = new Lazy<Session>(() => Session.Open(this));

    public Session Session => _session.Value;

    public static int Main(string[] arguments) => CiMode.Run(arguments) ?? Execute<Build>(x => ((IVerify)x).Verify);

    protected override void OnBuildFinished()
    {
        if (!_session.IsValueCreated)
            return;
        RunOutputs.Write(Session.Run, TargetStatus.Of(ExecutionPlan));
        _session.Value.Dispose();
    }
}
