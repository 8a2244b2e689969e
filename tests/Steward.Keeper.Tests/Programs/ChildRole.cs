using System.Globalization;

namespace Steward.Keeper.Tests.Programs;

/// <summary>Children that a shell cannot play.</summary>
internal static class ChildRole
{
    public static int Run(string[] args)
    {
        using var output = Console.OpenStandardOutput();
        using var input = Console.OpenStandardInput();
        switch (args[0])
        {
            case "bytes":
                output.Write(EveryByte(int.Parse(args[1], CultureInfo.InvariantCulture)));
                return 0;
            case "count":
                // Numbered lines, each written whole: a lost or repeated byte shows in the numbers.
                var last = int.Parse(args[1], CultureInfo.InvariantCulture);
                for (var i = 0; i <= last; i++)
                    output.Write(System.Text.Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{i:d9}\n")));
                return 0;
            case "descriptors":
                foreach (var path in Directory.GetFiles("/proc/self/fd").Order()) Console.WriteLine(path);
                return 0;
            default:
                return 64;
        }
    }

    public static byte[] EveryByte(int repeats)
    {
        var bytes = new byte[256 * repeats];
        for (var i = 0; i < bytes.Length; i++) bytes[i] = (byte)i;
        return bytes;
    }
}
