using System.Reflection;

namespace Nuke.Common.Parameters;

/// <summary>One parameter of a build, as declared.</summary>
internal sealed record ParameterModel
{
    /// <summary>Name in PascalCase, as parameter files spell it.</summary>
    public required string Name { get; init; }

    /// <summary>Type of the values.</summary>
    public required Type Type { get; init; }

    /// <summary>The field or property; null for the engine's own parameters.</summary>
    public MemberInfo? Member { get; init; }

    public string? Description { get; init; }

    public bool IsSecret { get; init; }

    public bool IsRequired { get; init; }

    public bool IsListed { get; init; } = true;

    public string? Separator { get; init; }

    public string? ValueProviderMember { get; init; }

    /// <summary>The only values there are, for parameters whose type does not say so.</summary>
    public IReadOnlyList<string>? AllowedValues { get; init; }

    /// <summary>May be given without a value although it is no switch.</summary>
    public bool AllowsNoValue { get; init; }

    /// <summary>Where the parameter may come from besides the command line.</summary>
    public bool CommandLineOnly { get; init; }

    /// <summary>The name in the form in which names are compared.</summary>
    public string Key => ParameterNames.Key(Name);

    /// <summary>The name as the command line takes it, with dashes.</summary>
    public string Option => "--" + ParameterNames.Kebab(Name);

    /// <summary>The name of the environment variable.</summary>
    public string Variable => "NUKE_" + ParameterNames.Kebab(Name).Replace('-', '_').ToUpperInvariant();

    /// <summary>Type of one value: the element type of arrays, the underlying type of nullables.</summary>
    public Type ElementType
    {
        get
        {
            var type = Type.IsArray ? Type.GetElementType()! : Type;
            return Nullable.GetUnderlyingType(type) ?? type;
        }
    }

    /// <summary>The only values there are, or null where the type leaves it open.</summary>
    public IReadOnlyList<string>? Choices => AllowedValues ?? (ElementType.IsEnum ? Enum.GetNames(ElementType) : null);

    public bool IsList => Type.IsArray;

    public bool IsSwitch => !IsList && ElementType == typeof(bool);
}
