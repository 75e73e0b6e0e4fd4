namespace TalosPlatform.Dashboards.Variables;

/// <summary>One value a variable can take, and what Grafana shows for it.</summary>
internal sealed record VariableOption(string Value, string Text);
