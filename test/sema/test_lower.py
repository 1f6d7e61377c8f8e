# The lowered form, as text fixtures: "=== title @ functions shown", source, ---, what ir_print says.
# And ir_check over this Python's own library, over broken cuts of it, and over hostile shapes in bounded time.
import os
import pathlib
import subprocess
import sys
import time

import pytest

HERE = pathlib.Path(__file__).parent
BUILD = pathlib.Path(os.environ.get("TEST_BUILD") or HERE.parent.parent / "build")
DRIVER = BUILD / "sema" / "driver"


def run(*args):
    if not DRIVER.exists():
        pytest.skip(f"{DRIVER} is not built")
    return subprocess.run([str(DRIVER), *map(str, args)], capture_output=True, text=True, timeout=300)


def cases():
    for path in sorted(HERE.glob("*.txt")):
        for part in ("\n" + path.read_text()).split("\n=== ")[1:]:
            title, rest = part.split("\n", 1)
            source, want = rest.split("---\n", 1)
            yield pytest.param(title, source, want.strip(), id=f"{path.stem}: {title.split(' @ ')[0]}")


def chosen(text, functions):
    rows, on = [], False
    for line in text.splitlines():
        if line.endswith(":") and not line.startswith((" ", "b0", "b1")):
            on = line[:-1] in functions
        if on or not functions:
            rows.append(line)
    return "\n".join(rows).strip()


@pytest.mark.parametrize("title,source,want", list(cases()))
def test_lowered(title, source, want, tmp_path):
    file = tmp_path / "x.py"
    file.write_text(source)
    functions = title.split(" @ ")[1].split() if " @ " in title else []
    assert chosen(run("print", file).stdout, functions) == want
    assert run("check", file).returncode == 0


def library():
    folder = pathlib.Path(os.__file__).parent
    return [p for p in sorted(folder.rglob("*.py")) if "site-packages" not in p.parts]


def test_library_checks():
    done = run("check", *library())
    assert done.returncode == 0, done.stdout[:2000]


def test_broken_code_checks(tmp_path):
    for n, path in enumerate(library()[::25]):
        text = path.read_bytes()
        (tmp_path / f"{n}a.py").write_bytes(text[: len(text) * 2 // 3])
        (tmp_path / f"{n}b.py").write_bytes(text.replace(b")", b"", 7).replace(b":\n", b"\n", 3))
    done = run("check", *sorted(tmp_path.glob("*.py")))
    assert done.returncode == 0, done.stdout[:2000]


SHAPES = {
    "straight": "def f(a):\n" + "".join(f"    v{i % 200} = g(v{i * 7 % 200}, a)\n" for i in range(20000)),
    "elif": "def f(a):\n    if a == 0: x = 0\n"
            + "".join(f"    elif a == {i}: x = g({i})\n" for i in range(5000)) + "    return x\n",
    "loops": "def f(a):\n" + "".join(f"    for i in a:\n        v{i % 200} = g(v{i * 7 % 200}, i)\n" for i in range(5000)),
    "try": "def f(a):\n    try:\n" + "".join(f"        v{i % 300} = g(v{i * 7 % 300}, a)\n" for i in range(10000))
           + "    finally:\n" + "".join(f"        print(v{i})\n" for i in range(300)),
    "finally": "def f():\n  while x:\n" + "".join("  " * (i + 2) + "try:\n" for i in range(40))
               + "  " * 42 + "if a: return 1\n" + "  " * 42 + "elif b: break\n" + "  " * 42 + "elif c: continue\n"
               + "".join("  " * (i + 2) + "finally: z(lambda: 1)\n" for i in reversed(range(40))),
    "nested": "x = " + "[a if b else f(lambda: {c: " * 190 + "1" + "})]" * 190 + "\n",
    "generators": "x = [y " + "".join(f"for y{i} in z{i} if y{i} " for i in range(5000)) + "]\n",
    "alternatives": "def f(a):\n    if a == 0: pass\n"
                    + "".join(f"    elif a == {i}: v{i} = g({i})\n" for i in range(5000))
                    + "".join(f"    print(v{i})\n" for i in range(5000)),
}


@pytest.mark.parametrize("name", SHAPES)
def test_hostile_shapes_end(name, tmp_path):
    file = tmp_path / "x.py"
    file.write_text(SHAPES[name])
    begun = time.time()
    done = run("time", file)
    assert done.returncode == 0, done.stdout + done.stderr
    assert time.time() - begun < (10 if "asan" in str(DRIVER) else 2)


def test_shapes_within_a_small_stack(tmp_path):
    file = tmp_path / "x.py"
    file.write_text(SHAPES["nested"])
    if "asan" in str(DRIVER) or sys.platform != "linux":
        pytest.skip("a sanitizer's frames are larger than the product's")
    run("time", file)
    done = subprocess.run(["/bin/bash", "-c", f"ulimit -s 512; {DRIVER} time {file}"], capture_output=True)
    assert done.returncode == 0
