namespace TalosPlatform.Stack.Quotas;

/// <summary>How much of one resource of a ResourceQuota is used.</summary>
/// <param name="Namespace">Namespace of the quota.</param>
/// <param name="Quota">Name of the quota.</param>
/// <param name="Resource">The resource, such as <c>limits.memory</c> or <c>pods</c>.</param>
/// <param name="Used">What is used, as the API server writes it.</param>
/// <param name="Hard">What may be used, as the API server writes it.</param>
/// <param name="UsedAmount">What is used, in cores, bytes or pieces.</param>
/// <param name="HardAmount">What may be used, in cores, bytes or pieces.</param>
public sealed record QuotaUsage(string Namespace, string Quota, string Resource, string Used, string Hard, decimal UsedAmount, decimal HardAmount)
{
    /// <summary>Used divided by hard; null where hard is zero, which forbids the resource.</summary>
    public decimal? Share => HardAmount > 0 ? UsedAmount / HardAmount : null;
}
