namespace TalosBuild.Targets;

internal interface IEstimateCost : IGenerateTraffic
{
    Target EstimateCost => _ => _
        .Description("Price the applications for a cloud from what they use here")
        .DependsOn<IGenerateTraffic>(x => x.GenerateTraffic)
        .ProceedAfterFailure()
        .Executes(() => TalosPlatform.Cost.EstimateCost.RunAsync(Session.Run, Session.Stopping));
}
