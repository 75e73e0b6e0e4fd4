using System.Text;

namespace TalosPlatform.Queries.PromQl.Re2;

/// <summary>Atoms in a row; the last one is kept apart because an operator may still repeat it.</summary>
internal struct Re2Sequence()
{
    private Re2Fragment _before = Re2Fragment.Empty;
    private StringBuilder? _literal;
    private bool _isLiteral = true;

    /// <summary>Whether there is an atom yet.</summary>
    public bool HasLast { get; private set; }

    /// <summary>The last atom.</summary>
    public Re2Fragment Last { get; set; }

    /// <summary>Adds an atom.</summary>
    public void Add(Re2Fragment atom)
    {
        if (HasLast)
        {
            _before = _before.Then(Last);
            if (_isLiteral &= Last.Literal is not null)
                (_literal ??= new()).Append(Last.Literal);
        }

        HasLast = true;
        Last = atom;
    }

    /// <summary>The sequence as one fragment.</summary>
    public readonly Re2Fragment Whole()
    {
        if (!HasLast)
            return Re2Fragment.Empty;
        var literal = _isLiteral && Last.Literal is not null ? _literal + Last.Literal : null;
        return _before.Then(Last) with { Literal = literal };
    }
}
