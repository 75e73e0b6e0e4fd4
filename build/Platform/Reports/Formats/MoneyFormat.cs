using System.Globalization;

namespace TalosPlatform.Reports.Formats;

/// <summary>Monthly amounts: whole units from one on, two decimals below, as people know them from cost reports on pull requests.</summary>
public static class MoneyFormat
{
    /// <summary>The amount with its currency sign, such as <c>$1,234</c>, <c>$0.42</c>, <c>-€3</c>, <c>CHF 12</c>; under half a cent <c>&lt;$0.01</c>.</summary>
    public static string Format(decimal amount, string currency)
    {
        var magnitude = Math.Abs(amount);
        var sign = amount < 0 ? "-" : "";
        if (magnitude is > 0 and < 0.005m)
            return (amount < 0 ? "-" : "<") + Symbol(currency) + "0.01";
        var number = magnitude == 0 ? "0" : magnitude < 0.995m
            ? magnitude.ToString("0.00", CultureInfo.InvariantCulture)
            : decimal.Round(magnitude, 0, MidpointRounding.AwayFromZero).ToString("#,0", CultureInfo.InvariantCulture);
        return sign + Symbol(currency) + number;
    }

    /// <summary>A change, always with its sign: <c>+$12</c>, <c>-$0.30</c>, <c>$0</c>.</summary>
    public static string Change(decimal amount, string currency)
    {
        var text = Format(amount, currency);
        return amount > 0 ? "+" + text.TrimStart('<') : text;
    }

    /// <summary>A relative change in percent, always with its sign.</summary>
    public static string Percent(decimal percent) =>
        percent == 0 ? "0%" : percent.ToString(Math.Abs(percent) < 10 ? "+0.0;-0.0" : "+#,0;-#,0", CultureInfo.InvariantCulture) + "%";

    /// <summary>A price of one unit, with as many decimals as it needs, at least two.</summary>
    public static string UnitPrice(decimal price, string currency) =>
        (price < 0 ? "-" : "") + Symbol(currency) + Math.Abs(price).ToString("#,0.00######", CultureInfo.InvariantCulture);

    private static string Symbol(string currency) => currency switch
    {
        "USD" or "" => "$",
        "EUR" => "€",
        "GBP" => "£",
        "JPY" or "CNY" => "¥",
        _ => currency + " ",
    };
}
