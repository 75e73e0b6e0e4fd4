using System.Text.Json.Nodes;
using TalosPlatform.Stack.Kubernetes.Readiness;

namespace TalosPlatform.Tests.Stack.Kubernetes;

/// <summary>When a workload is ready, and what keeps a pod from being it.</summary>
public sealed class ReadinessTests
{
    [Theory]
    [InlineData("Deployment", """{"metadata":{"generation":2},"spec":{"replicas":1},"status":{"observedGeneration":1,"updatedReplicas":1,"availableReplicas":1,"replicas":1}}""", false, "its controller has not seen it yet")]
    [InlineData("Deployment", """{"metadata":{"generation":2},"spec":{"replicas":2},"status":{"observedGeneration":2,"updatedReplicas":1,"availableReplicas":1,"replicas":1}}""", false, "1 of 2 pods started")]
    [InlineData("Deployment", """{"metadata":{"generation":2},"spec":{"replicas":1},"status":{"observedGeneration":2,"updatedReplicas":1,"replicas":1}}""", false, "0 of 1 pod ready")]
    [InlineData("Deployment", """{"metadata":{"generation":2},"spec":{"replicas":1},"status":{"observedGeneration":2,"updatedReplicas":1,"availableReplicas":1,"replicas":2}}""", false, "1 old pod still ends")]
    [InlineData("Deployment", """{"metadata":{"generation":2},"spec":{"replicas":1},"status":{"observedGeneration":2,"updatedReplicas":1,"availableReplicas":1,"replicas":1}}""", true, "1 pod ready")]
    [InlineData("Deployment", """{"metadata":{"generation":1},"spec":{"replicas":0},"status":{"observedGeneration":1}}""", true, "0 pods ready")]
    [InlineData("DaemonSet", """{"metadata":{"generation":1},"spec":{},"status":{"observedGeneration":1,"desiredNumberScheduled":3,"updatedNumberScheduled":3,"numberAvailable":2}}""", false, "2 of 3 pods ready")]
    [InlineData("StatefulSet", """{"metadata":{"generation":1},"spec":{"replicas":1},"status":{"observedGeneration":1,"replicas":1,"readyReplicas":1,"currentRevision":"a","updateRevision":"b"}}""", false, "0 of 1 pod started")]
    [InlineData("StatefulSet", """{"metadata":{"generation":1},"spec":{"replicas":1},"status":{"observedGeneration":1,"replicas":1,"readyReplicas":1,"currentRevision":"b","updateRevision":"b"}}""", true, "1 pod ready")]
    [InlineData("Job", """{"metadata":{"generation":1},"spec":{},"status":{"succeeded":1}}""", true, "complete")]
    public void A_workload_is_ready_by_the_rules_of_kubectl(string kind, string json, bool ready, string detail)
    {
        var status = WorkloadStatus.Of(kind, JsonNode.Parse(json)!.AsObject());
        Assert.Equal((ready, detail), (status.Ready, status.Detail));
    }

    [Theory]
    [InlineData("""{"conditions":[{"type":"PodScheduled","status":"False","message":"0/1 nodes are available: 1 Insufficient cpu."}]}""", null, PodTrouble.Waiting, "unschedulable: 0/1 nodes are available: 1 Insufficient cpu.")]
    [InlineData("""{"containerStatuses":[{"name":"a","image":"x:1","restartCount":0,"state":{"waiting":{"reason":"ErrImagePull","message":"not found"}}}]}""", null, PodTrouble.ImagePull, "image \"x:1\" cannot be pulled: not found")]
    [InlineData("""{"containerStatuses":[{"name":"a","image":"x:1","restartCount":0,"state":{"waiting":{"reason":"ImagePullBackOff","message":"Back-off pulling image \"x:1\""}}}]}""", null, PodTrouble.ImagePull, "image \"x:1\" cannot be pulled")]
    [InlineData("""{"containerStatuses":[{"name":"a","restartCount":3,"state":{"waiting":{"reason":"CrashLoopBackOff"}},"lastState":{"terminated":{"exitCode":1}}}]}""", null, PodTrouble.Crash, "container \"a\" exited with code 1, restarted 3 times")]
    [InlineData("""{"containerStatuses":[{"name":"a","restartCount":1,"state":{"terminated":{"exitCode":137,"reason":"OOMKilled"}}}]}""", null, PodTrouble.Crash, "container \"a\" was killed: it used more memory than its limit, restarted 1 time")]
    [InlineData("""{"containerStatuses":[{"name":"a","restartCount":0,"state":{"waiting":{"reason":"CreateContainerConfigError","message":"secret \"s\" not found"}}}]}""", null, PodTrouble.Impossible, "container \"a\" cannot start: CreateContainerConfigError: secret \"s\" not found")]
    [InlineData("""{"containerStatuses":[{"name":"a","restartCount":0,"state":{"running":{}}}]}""", "Readiness probe failed: 503", PodTrouble.Waiting, "Readiness probe failed: 503")]
    [InlineData("""{"containerStatuses":[{"name":"a","restartCount":0,"state":{"waiting":{"reason":"ContainerCreating"}}}]}""", null, PodTrouble.None, "creating its containers")]
    [InlineData("""{"initContainerStatuses":[{"name":"i","restartCount":0,"state":{"terminated":{"exitCode":0}}}],"conditions":[{"type":"Ready","status":"True"}]}""", "an old warning", PodTrouble.None, "ready")]
    [InlineData("""{"phase":"Failed","reason":"Evicted","message":"low on memory"}""", null, PodTrouble.Crash, "failed: Evicted: low on memory")]
    [InlineData("""{}""", null, PodTrouble.None, "waiting for its node")]
    public void A_pod_says_what_it_waits_for(string status, string? warning, PodTrouble trouble, string detail)
    {
        var state = PodState.Of(new JsonObject { ["status"] = JsonNode.Parse(status) }, warning);
        Assert.Equal((trouble, detail), (state.Trouble, state.Detail));
    }
}
