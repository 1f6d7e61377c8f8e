"""An editor of ours: raw LSP over pipes, so that a test sees each message as it went over the wire."""
import json
import os
import queue
import subprocess
import threading
import time
from pathlib import Path
from urllib.parse import quote

from program import BIN, clean_env

FULL = {
    "general": {"positionEncodings": ["utf-8", "utf-16"]},
    "textDocument": {
        "publishDiagnostics": {"relatedInformation": True, "codeDescriptionSupport": True, "tagSupport": {"valueSet": [1, 2]}, "versionSupport": True},
        "hover": {"contentFormat": ["markdown", "plaintext"]},
        "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix", "source"]}}},
    },
    "workspace": {"workspaceEdit": {"documentChanges": True}, "didChangeWatchedFiles": {"dynamicRegistration": True}, "workspaceFolders": True},
}
SLOW = 60 if "san/" in BIN else 20


def uri(path):
    return "file://" + quote(str(path))


class Editor:
    def __init__(self, home, env=None, arguments=("lsp",)):
        self.process = subprocess.Popen([BIN, *arguments], cwd=home, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                        env=clean_env(home, env))
        self.queue, self.seen, self.next, self.diags = queue.Queue(), [], 1, {}
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        out = self.process.stdout
        while True:
            headers = {}
            while (line := out.readline()) not in (b"\r\n", b""):
                name, value = line.decode().split(":")
                headers[name.lower()] = value.strip()
            if not headers:
                break
            self.queue.put(json.loads(out.read(int(headers["content-length"]))))
        self.queue.put(None)

    def raw(self, data):
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def send(self, **message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.raw(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))

    def tell(self, method, params=None):
        self.send(method=method, params=params if params is not None else {})

    def ask(self, method, params=None):
        self.next += 1
        self.send(id=self.next, method=method, params=params if params is not None else {})
        return self.next

    def message(self, wanted, seconds=None):
        """The next message that is wanted; those before it are in self.seen."""
        until = time.time() + (seconds or SLOW)
        while True:
            left = until - time.time()
            try:
                m = self.queue.get(timeout=max(left, 0.001))
            except queue.Empty:
                raise AssertionError(f"no such message came; seen: {self.seen[-5:]}") from None
            assert m is not None, ("the server ended", self.process.wait(), self.process.stderr.read().decode()[-3000:])
            assert m["jsonrpc"] == "2.0"
            self.seen.append(m)
            if m.get("method") == "textDocument/publishDiagnostics":
                self.diags[m["params"]["uri"]] = m["params"]
            if wanted(m):
                return m

    def answer(self, number):
        m = self.message(lambda m: m.get("id") == number and "method" not in m)
        return m["result"] if "result" in m else m["error"]

    def call(self, method, params=None):
        return self.answer(self.ask(method, params))

    def published(self, path, version=None, rules=None):
        """The next diagnostics of a file; with version or rules: the next such."""
        where = path if isinstance(path, str) and ":" in path else uri(path)

        def wanted(m):
            p = m.get("params", {})
            return (m.get("method") == "textDocument/publishDiagnostics" and p["uri"] == where
                    and (version is None or p.get("version") == version)
                    and (rules is None or sorted(d["code"] for d in p["diagnostics"]) == sorted(rules)))
        return self.message(wanted)["params"]

    def quiet(self, seconds):
        """What comes in that time."""
        came = []
        until = time.time() + seconds
        while (left := until - time.time()) > 0:
            try:
                m = self.queue.get(timeout=left)
            except queue.Empty:
                break
            assert m is not None, self.process.stderr.read().decode()[-3000:]
            self.seen.append(m)
            came.append(m)
        return came

    def start(self, *roots, can=None, options=None, **more):
        params = {"processId": os.getpid(), "rootUri": None, "capabilities": FULL if can is None else can, **more}
        if roots:
            params["workspaceFolders"] = [{"uri": uri(r), "name": str(r)} for r in roots]
        if options is not None:
            params["initializationOptions"] = options
        result = self.call("initialize", params)
        self.tell("initialized")
        return result

    def open(self, path, text=None, version=1, language="python"):
        where = path if isinstance(path, str) and ":" in path else uri(path)
        text = Path(path).read_text() if text is None else text
        self.tell("textDocument/didOpen", {"textDocument": {"uri": where, "languageId": language, "version": version, "text": text}})
        return where

    def change(self, path, version, *changes):
        where = path if isinstance(path, str) and ":" in path else uri(path)
        changes = [{"text": c} if isinstance(c, str) else {"range": span(*c[:4]), "text": c[4]} for c in changes]
        self.tell("textDocument/didChange", {"textDocument": {"uri": where, "version": version}, "contentChanges": changes})

    def close(self, path):
        self.tell("textDocument/didClose", {"textDocument": {"uri": path if isinstance(path, str) and ":" in path else uri(path)}})

    def actions(self, path, range, only=None):
        context = {"diagnostics": []} if only is None else {"diagnostics": [], "only": only}
        where = path if isinstance(path, str) and ":" in path else uri(path)
        return self.call("textDocument/codeAction", {"textDocument": {"uri": where}, "range": range, "context": context})

    def end(self, code=0):
        self.call("shutdown")
        self.tell("exit")
        assert (self.process.wait(SLOW), self.process.stderr.read().decode()[-3000:]) == (code, "")


def span(line, col, end_line, end_col):
    return {"start": {"line": line, "character": col}, "end": {"line": end_line, "character": end_col}}


def apply(text, edits, units="utf-8"):
    """The text after these edits, as an editor makes them."""
    def offset(p):
        lines = text.splitlines(keepends=True)
        at = len("".join(lines[:p["line"]]))
        row = lines[p["line"]] if p["line"] < len(lines) else ""
        col = len(row.encode()[:p["character"]].decode()) if units == "utf-8" else len(row.encode("utf-16-le")[:2 * p["character"]].decode("utf-16-le"))
        return at + col
    for e in sorted(edits, key=lambda e: offset(e["range"]["start"]), reverse=True):
        text = text[:offset(e["range"]["start"])] + e["newText"] + text[offset(e["range"]["end"]):]
    return text
