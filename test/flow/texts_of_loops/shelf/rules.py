import ast


def check_rule(code):
    tree = ast.parse(code)
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            made = compile(ast.Module(body=[node], type_ignores=[]), "<rule>", "exec")
            exec(made)  # want: code-injection
    return "ok"
