"""Makes the program's runner and the generated projects importable from the tests beside them."""
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1] / "cmd"))
