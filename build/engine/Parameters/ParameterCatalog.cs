using System.Reflection;
using Nuke.Common.Execution;

namespace Nuke.Common.Parameters;

/// <summary>The parameters a build class declares, in its own members and in those of its components.</summary>
internal sealed class ParameterCatalog
{
    private const BindingFlags Declared =
        BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private ParameterCatalog(IReadOnlyList<ParameterModel> own) => Own = own;

    /// <summary>Parameters of the build, in the order they are declared; the same name may occur in several components.</summary>
    public IReadOnlyList<ParameterModel> Own { get; }

    /// <summary>All parameters, the engine's included.</summary>
    public IEnumerable<ParameterModel> All => Own.Concat(BuiltInParameters.All);

    /// <summary>Reads the declarations of <paramref name="buildType"/>.</summary>
    /// <exception cref="BuildDefinitionException">A name is taken by the engine, or a declaration cannot be filled.</exception>
    public static ParameterCatalog Of(Type buildType)
    {
        var models = new List<ParameterModel>();
        for (var type = buildType; type is not null && type != typeof(NukeBuild) && type != typeof(object); type = type.BaseType)
            Add(type, models);
        foreach (var component in buildType.GetInterfaces())
            if (component != typeof(INukeBuild) && typeof(INukeBuild).IsAssignableFrom(component))
                Add(component, models);
        foreach (var model in models)
            if (BuiltInParameters.All.Any(x => x.Key == model.Key))
                throw new BuildDefinitionException($"Parameter '{model.Name}' of {model.Member!.DeclaringType!.Name} has the name of an engine parameter. Rename it, or give it a Name.");
        return new ParameterCatalog(models);
    }

    private static void Add(Type type, List<ParameterModel> models)
    {
        string? prefix = null;
        foreach (var member in type.GetMembers(Declared))
        {
            if (member.MemberType is not (MemberTypes.Field or MemberTypes.Property)) continue;
            if (!member.IsDefined(typeof(ParameterAttribute), inherit: true)) continue;
            prefix ??= type.GetCustomAttribute<ParameterPrefixAttribute>()?.Prefix ?? "";
            models.Add(Describe(member, prefix));
        }
    }

    private static ParameterModel Describe(MemberInfo member, string prefix)
    {
        var attribute = member.GetCustomAttribute<ParameterAttribute>()!;
        var type = member is FieldInfo field ? field.FieldType : ((PropertyInfo)member).PropertyType;
        var shortName = member.Name[(member.Name.LastIndexOf('.') + 1)..];
        if (member is FieldInfo { IsStatic: true, IsInitOnly: true })
            throw new BuildDefinitionException($"Parameter '{shortName}' of {member.DeclaringType!.Name} is static readonly and cannot be set. Remove 'static'.");
        return new ParameterModel
        {
            Name = prefix + (attribute.Name ?? shortName.TrimStart('_')),
            Type = type,
            Member = member,
            Description = attribute.Description,
            IsSecret = member.IsDefined(typeof(SecretAttribute), inherit: true),
            IsRequired = member.IsDefined(typeof(RequiredAttribute), inherit: true),
            IsListed = attribute.List,
            Separator = attribute.Separator,
            ValueProviderMember = attribute.ValueProviderMember,
        };
    }
}
