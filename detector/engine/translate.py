"""Say a portable query in Spark SQL, with its values bound."""

from collections.abc import Callable

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from detector.engine.families import Values
from detector.engine.header import Family
from detector.errors import FeatureError

_WIDE = "decimal(28, 16)"


def in_spark(family: Family, values: Values, reckon: Callable[[str], int]) -> str:
    """Translate the query of a family into Spark SQL.

    What SQLGlot does not carry over is mended here and nowhere else: Spark wants the bounds of a
    window frame as numbers, not as expressions, and rounds the mean of decimals to four more digits
    than they have; and it divides before a condition has left zeros out, which DuckDB bears:
    there a divisor of zero gives null.

    Parameters
    ----------
    family : Family
    values : mapping
        Settings by name; those that the header names stand in the query as literals.
    reckon : callable
        Gives the value of a DuckDB expression without columns.

    Raises
    ------
    FeatureError
        If the query holds what Spark cannot say, or a name that the header does not bind.
    """
    try:
        tree = sqlglot.parse_one(family.query, read="duckdb")
        tree = tree.transform(_bind, {name: values[name] for name in family.settings})
        for frame in tree.find_all(exp.WindowSpec):
            for bound in ("start", "end"):
                told = frame.args.get(bound)
                if isinstance(told, exp.Expression) and not isinstance(told, exp.Literal):
                    frame.set(bound, exp.convert(reckon(told.sql(dialect="duckdb"))))
        for mean in list(tree.find_all(exp.Avg)):
            if isinstance(mean.this, exp.Cast) and mean.this.to.this == exp.DataType.Type.DECIMAL:
                mean.set("this", exp.Cast(this=mean.this.copy(), to=exp.DataType.build(_WIDE)))
        for ratio in list(tree.find_all(exp.Div)):
            if not isinstance(ratio.expression, exp.Literal):
                ratio.set("expression", exp.func("nullif", ratio.expression.copy(), exp.convert(0)))
        return str(tree.sql(dialect="spark", unsupported_level=sqlglot.ErrorLevel.RAISE))
    except (SqlglotError, KeyError) as error:
        raise FeatureError(
            f"Spark cannot say the query: {str(error).splitlines()[0]}",
            family.where,
            "Keep to the part of SQL that both engines share.",
        ) from error


def _bind(node: exp.Expr, bound: Values) -> exp.Expr:
    if isinstance(node, exp.Parameter | exp.Placeholder):
        return exp.convert(bound[node.name])
    return node
