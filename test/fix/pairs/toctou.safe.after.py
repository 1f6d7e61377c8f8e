import os

def create_report(path, text):
    """Create the report; False when it is there already."""
    if os.path.exists(path):
        return False
    with open(path, "x") as f:
        f.write(text)
    return True
