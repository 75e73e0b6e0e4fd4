using System.Linq.Expressions;

namespace Nuke.Common.Execution;

/// <summary>Something a target needs before anything runs: a value or a condition.</summary>
/// <param name="Value">Names a member that must not be null.</param>
/// <param name="Condition">Must hold.</param>
internal sealed record Requirement(LambdaExpression? Value, Condition? Condition);
