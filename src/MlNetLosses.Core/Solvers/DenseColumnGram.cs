namespace MlNetLosses.Solvers;

/// <summary>The Gram matrix of dense columns, each entry the product of one column with another, weighted one.</summary>
/// <param name="columns">X, with the intercept.</param>
internal sealed class DenseColumnGram(CentredColumns columns) : ColumnGram(columns)
{
    private readonly CentredColumns columns = columns;
    private readonly double[] weighted = new double[columns.RowCount];      // h ∘ xⱼ

    /// <inheritdoc/>
    protected override void Fill(List<int> coordinates, int first, double[] diagonal, double[][] matrix)
    {
        for (int r = first; r < coordinates.Count; r++)
        {
            Array.Clear(weighted);
            double sum = columns.AddTo(coordinates[r], 1, diagonal, weighted);
            for (int c = 0; c <= r; c++) matrix[r][c] = matrix[c][r] = columns.Dot(coordinates[c], weighted, sum);
        }
    }

    /// <inheritdoc/>
    protected override double Cost(double missing, double all) => missing / columns.RowCount * all;
}
