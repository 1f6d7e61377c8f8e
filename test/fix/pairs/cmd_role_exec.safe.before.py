import subprocess

COMMANDS = {
    "list": ["ls", "-1"],
    "where": ["pwd"],
}

def execute(action: str) -> str:
    """Run the command known under this action."""
    if not action:
        raise ValueError("no action")
    return subprocess.run(action, shell=True, capture_output=True, text=True).stdout
