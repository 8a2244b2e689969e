namespace Steward.Bench.Measures;

/// <summary>Figures of one kind, in the order in which they were taken.</summary>
internal sealed record Samples(IReadOnlyList<double> Values)
{
    private readonly double[] _sorted = [.. Values.Order()];

    public double Median => At(0.5);

    public double Min => _sorted[0];

    public double Max => _sorted[^1];

    public int Count => _sorted.Length;

    /// <summary>The smallest figure that this share of all is not above; the middle between two for the median of an even count.</summary>
    public double At(double share)
    {
        if (share == 0.5 && _sorted.Length % 2 == 0) return (_sorted[_sorted.Length / 2] + _sorted[_sorted.Length / 2 - 1]) / 2;
        return _sorted[Math.Clamp((int)Math.Ceiling(share * _sorted.Length) - 1, 0, _sorted.Length - 1)];
    }

    public static async Task<Samples> TakeAsync(int runs, Func<Task<double>> once)
    {
        var values = new List<double>();
        for (var i = 0; i < runs; i++) values.Add(await once());
        return new Samples(values);
    }
}
