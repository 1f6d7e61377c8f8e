import ast
import operator

def evaluate_arithmetic(text, names=None):
    """The value of numbers, the given names, calls of them and operators between them.

    Raises ValueError for anything else.
    """
    names = names or {}
    operators = {
        ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul,
        ast.Div: operator.truediv, ast.FloorDiv: operator.floordiv, ast.Mod: operator.mod,
        ast.Pow: operator.pow, ast.USub: operator.neg, ast.UAdd: operator.pos,
        ast.Not: operator.not_, ast.Eq: operator.eq, ast.NotEq: operator.ne,
        ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge,
    }

    def value(node):
        kind = type(getattr(node, "op", None))
        if isinstance(node, ast.Expression):
            return value(node.body)
        if isinstance(node, ast.Constant) and isinstance(node.value, (int, float, complex)):
            return node.value
        if isinstance(node, ast.Name) and node.id in names:
            return names[node.id]
        if isinstance(node, ast.UnaryOp) and kind in operators:
            return operators[kind](value(node.operand))
        if isinstance(node, ast.BinOp) and kind in operators:
            left, right = value(node.left), value(node.right)
            if kind is ast.Pow and (abs(left) > 10**6 or abs(right) > 100):
                raise ValueError("the power is too large")
            return operators[kind](left, right)
        if isinstance(node, ast.BoolOp):
            parts = [value(part) for part in node.values]
            return all(parts) if isinstance(node.op, ast.And) else any(parts)
        if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in operators:
            return operators[type(node.ops[0])](value(node.left), value(node.comparators[0]))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and not node.keywords:
            if callable(names.get(node.func.id)):
                return names[node.func.id](*[value(part) for part in node.args])
        raise ValueError("not an arithmetic expression")

    try:
        return value(ast.parse(text.strip(), mode="eval"))
    except (SyntaxError, RecursionError) as error:
        raise ValueError("not an arithmetic expression") from error


def calculate(expression: str):
    """Evaluate a simple arithmetic expression and return the result."""
    try:
        return evaluate_arithmetic(expression)
    except Exception:
        return "Error"
