using System.Runtime.CompilerServices;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace MlNetLosses.Interop;

/// <summary>What every estimator needs of ML.NET's internals: its environment, schema shapes, and the errors about them.</summary>
internal static class NativeSchema
{
    private const string Contracts = "Microsoft.ML.Runtime.Contracts, Microsoft.ML.Core";

    /// <summary>The environment of a trainer catalog, with its seed, log and cancellation.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "Microsoft.ML.Data.IInternalCatalog.get_Environment")]
    public static extern IHostEnvironment Environment(TrainCatalogBase.CatalogInstantiatorBase trainers);

    /// <summary>The environment of the transforms catalog, with its seed, log and cancellation.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "Microsoft.ML.Data.IInternalCatalog.get_Environment")]
    public static extern IHostEnvironment Environment(TransformsCatalog transforms);

    /// <exception cref="OperationCanceledException"><c>MLContext.CancelExecution</c> was called, by AutoML's time limit for example.</exception>
    public static void CheckAlive(IHostEnvironment env) => CheckAlive(null, env);

    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    public static extern SchemaShape.Column Column(
        string name, SchemaShape.Column.VectorKind vecKind, DataViewType itemType, bool isKey, SchemaShape? annotations);

    [UnsafeAccessor(UnsafeAccessorKind.Method)]
    public static extern bool IsCompatibleWith(ref SchemaShape.Column required, SchemaShape.Column source);

    [UnsafeAccessor(UnsafeAccessorKind.Method)]
    public static extern string GetTypeString(ref SchemaShape.Column column);

    /// <summary>The shape of the schema of data.</summary>
    public static SchemaShape ShapeOf(DataViewSchema schema) => ShapeOf(null, schema);

    /// <summary>ML.NET's own error for a column that is not there.</summary>
    public static Exception MissingColumn(IExceptionContext? context, string parameter, string role, string column) =>
        SchemaMismatch(null, context, parameter, role, column);

    /// <summary>ML.NET's own error for a column of another type.</summary>
    public static Exception WrongColumnType(
        IExceptionContext? context, string parameter, string role, string column, string expected, string actual) =>
        SchemaMismatch(null, context, parameter, role, column, expected, actual);

    [UnsafeAccessor(UnsafeAccessorKind.StaticMethod, Name = "CheckAlive")]
    private static extern void CheckAlive([UnsafeAccessorType(Contracts)] object? _, IHostEnvironment env);

    [UnsafeAccessor(UnsafeAccessorKind.StaticMethod, Name = "Create")]
    private static extern SchemaShape ShapeOf(SchemaShape? _, DataViewSchema schema);

    [UnsafeAccessor(UnsafeAccessorKind.StaticMethod, Name = "ExceptSchemaMismatch")]
    private static extern Exception SchemaMismatch(
        [UnsafeAccessorType(Contracts)] object? _, IExceptionContext? context, string paramName, string columnRole, string columnName);

    [UnsafeAccessor(UnsafeAccessorKind.StaticMethod, Name = "ExceptSchemaMismatch")]
    private static extern Exception SchemaMismatch(
        [UnsafeAccessorType(Contracts)] object? _, IExceptionContext? context, string paramName, string columnRole, string columnName, string expected, string actual);
}
