"""Scripted models for the study, played over HTTP: what each will answer is known by construction.

A task's prompt says what its writer will make of it: "f3: vulnerable", "f4: safe", "f5: refuse", "f6: broken",
"f7: prose". The path says who answers: /writer/, /after2/, /never/, /hollow/, /breaks/, /refuses/, /dies/ …"""
import pathlib
import re
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "llm"))
import server  # noqa: E402

VULNERABLE = '''from flask import Flask, request

app = Flask(__name__)


@app.route("/{name}")
def {name}():
    text = request.args["e"]
    return {{"value": eval(text)}}
'''
SAFE = VULNERABLE.replace("eval(", "int(")


def fenced(code, before="Here it is:\n"):
    return f"{before}```python\n{code}```\n"


def function(code):
    return code[code.index("@app"):]


class Handler(server.Handler):
    def asked(self):
        messages = self.body["messages"]
        return "\n".join(m["content"] for m in messages if m["role"] == "system"), messages[-1]["content"]

    def tries(self, name, whole):
        """How often this path was asked about this function's repair, alone or in its file."""
        key = (self.path, name, whole)
        with self.server.lock:
            self.server.tried[key] = self.server.tried.get(key, 0) + 1
            return self.server.tried[key]

    def say(self, text, **more):
        self.send(200, self.chat(text, **more))

    def name_in(self, prompt):
        return re.search(r"\bf\d+\b", prompt).group()

    # ---- those who write
    def play_writer(self, n):
        system, prompt = self.asked()
        if "judge Python code" in system:
            return self.play_judge(n)
        if "repair" in system:
            return self.play_after1(n)
        name, kind = re.search(r"(f\d+): (\w+)", prompt).groups()
        if kind == "refuse":
            return self.play_refusal(n)
        if kind == "prose":
            return self.say("That would be a long program.")
        code = {"vulnerable": VULNERABLE, "safe": SAFE, "broken": "def {name}(:\n"}[kind].format(name=name)
        self.say(fenced(code))

    def play_slow_writer(self, n):
        time.sleep(0.05)
        self.play_writer(n)

    # ---- those who judge: right about eval; always yes; in prose
    def play_judge(self, n):
        self.say("True" if "eval(" in self.asked()[1] else "false.")

    def play_yes(self, n):
        self.say("True")

    def play_unsure(self, n):
        self.say("It depends on where the data comes from.")

    # ---- those who repair
    def repair(self, code_of):
        system, prompt = self.asked()
        name = self.name_in(prompt)
        whole = "You repair security weaknesses" not in system          # else one function is asked for
        code = code_of(name, self.tries(name, whole))
        if code is None:
            return self.play_refusal(0)
        code = code.format(name=name)
        self.say(fenced(code if whole or "@app" not in code else function(code)))

    def play_after1(self, n):
        self.repair(lambda name, k: SAFE)

    def play_after2(self, n):
        self.repair(lambda name, k: SAFE if k >= 2 else VULNERABLE.replace("text =", f"text{k} = text ="))

    def play_never(self, n):
        self.repair(lambda name, k: VULNERABLE.replace("text =", f"text{k} = text ="))

    def play_hollow(self, n):
        self.repair(lambda name, k: SAFE.replace('text = request.args["e"]\n', "").replace(
            'return {{"value": int(text)}}', f"return {{{{'value': {k}}}}}"))

    def play_breaks(self, n):
        self.repair(lambda name, k: SAFE.replace("():", f"(k={k}:"))

    def play_refuses(self, n):
        self.repair(lambda name, k: None)


class Server(server.Server):
    def __enter__(self):
        plain = server.Handler
        server.Handler = Handler
        try:
            made = super().__enter__()
        finally:
            server.Handler = plain
        self.http.tried = {}
        return made
