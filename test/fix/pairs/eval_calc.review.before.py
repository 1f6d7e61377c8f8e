def calculate(expression: str):
    """Evaluate a simple arithmetic expression and return the result."""
    try:
        return eval(expression)
    except Exception:
        return "Error"
