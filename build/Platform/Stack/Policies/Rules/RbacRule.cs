using TalosPlatform.Shared;
using TalosPlatform.Shared.Yaml;

namespace TalosPlatform.Stack.Policies.Rules;

/// <summary>Rights that are wider than anybody needs.</summary>
internal sealed class RbacRule : IManifestRule
{
    public const string WildcardId = "rbac-wildcard";
    public const string EscalationId = "rbac-escalation";
    public const string AdminId = "rbac-cluster-admin";
    public const string EveryoneId = "rbac-everyone";

    private static readonly string[] Everyone = ["system:anonymous", "system:unauthenticated", "system:authenticated", "system:serviceaccounts"];

    public void Check(ManifestSet manifests)
    {
        foreach (var item in manifests.Objects)
        {
            if (item.Kind is "Role" or "ClusterRole")
            {
                foreach (var rule in item.Root.Mappings("rules"))
                    CheckRule(item, rule);
            }
            else if (item.Kind is "RoleBinding" or "ClusterRoleBinding")
            {
                CheckBinding(item);
            }
        }
    }

    private static void CheckRule(ManifestObject role, YamlMapping rule)
    {
        bool Any(string key) => rule.Texts(key).Contains("*");
        if (Any("verbs") && Any("resources"))
            rule.Report("resources", WildcardId, $"{role.Kind} \"{role.Name}\" allows everything on everything: name resources and verbs");
        foreach (var key in (string[])["apiGroups", "resources", "verbs", "nonResourceURLs"])
        {
            if (Any(key) && !(key is "resources" or "verbs" && Any("verbs") && Any("resources")))
                rule.Report(key, WildcardId, $"{role.Kind} \"{role.Name}\" has \"*\" in {key}, which grows with every new kind of object: name them", Severity.Warning);
        }

        foreach (var verb in rule.Texts("verbs").Where(v => v is "escalate" or "bind" or "impersonate"))
            rule.Report("verbs", EscalationId, $"{role.Kind} \"{role.Name}\" allows \"{verb}\", by which its holder can get rights it does not have: remove it", Severity.Warning);
    }

    private static void CheckBinding(ManifestObject binding)
    {
        if (binding.Root.Mapping("roleRef") is { } role && role.Text("name") == "cluster-admin")
            role.Report("name", AdminId, $"{binding.Kind} \"{binding.Name}\" gives away cluster-admin: bind a role with the rights that are needed");
        foreach (var subject in binding.Root.Mappings("subjects").Where(s => Everyone.Contains(s.Text("name"))))
            subject.Report("name", EveryoneId, $"{binding.Kind} \"{binding.Name}\" gives rights to \"{subject.Text("name")}\", which is everybody: name a group, a user or a service account");
    }
}
