namespace Nuke.Common.Execution;

/// <summary>State of a planned target.</summary>
public enum ExecutionStatus
{
    /// <summary>Not planned.</summary>
    None,

    /// <summary>Still to run.</summary>
    Scheduled,

    /// <summary>Did not run because an earlier target failed or the build was interrupted.</summary>
    NotRun,

    /// <summary>Did not run because a condition or the user said so.</summary>
    Skipped,

    /// <summary>Ran without error.</summary>
    Succeeded,

    /// <summary>Threw an exception.</summary>
    Failed,

    /// <summary>Is running.</summary>
    Running,

    /// <summary>Was running when the build was interrupted.</summary>
    Aborted,

    /// <summary>Has no actions: it stands for its dependencies.</summary>
    Collective,
}
