// oracle/pyodide: the same server as cpython.py, run by the CPython that the npm package `pyodide` brings.
// Usage: node pyodide.mjs PATH_OF_CPYTHON_PY PATH_OF_NODE_MODULES
// SPDX-License-Identifier: MIT
import { readFileSync, readSync, writeSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [server, modules] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${modules}/pyodide/pyodide.mjs`).href);
const py = await loadPyodide({ indexURL: `${modules}/pyodide` });
const scope = py.globals.get("dict")();
scope.set("__name__", "oracle");
py.runPython("import sys; sys.setrecursionlimit(900)");
py.runPython(readFileSync(server, "utf8"), { globals: scope });

// A pipe may be empty for a moment (EAGAIN) before it ends (0 bytes).
function fill(buffer, from, want) {
  let got = 0;
  while (got < want) {
    try {
      const n = readSync(0, buffer, from + got, want - got);
      if (n === 0) return got;
      got += n;
    } catch (e) {
      if (e.code !== "EAGAIN") throw e;
    }
  }
  return got;
}

function line() {
  const one = Buffer.alloc(1);
  let text = "";
  while (fill(one, 0, 1) === 1 && one[0] !== 10) text += String.fromCharCode(one[0]);
  return text;
}

function put(bytes) {
  for (let at = 0; at < bytes.length;) {
    try {
      at += writeSync(1, bytes, at);
    } catch (e) {
      if (e.code !== "EAGAIN") throw e;
    }
  }
}

for (;;) {
  const [tree, , length] = line().split(" ").map(Number);
  if (length === undefined || Number.isNaN(length)) break;
  const source = Buffer.alloc(length);
  fill(source, 0, length);
  const bytes = py.toPy(new Uint8Array(source));
  scope.set("request", bytes);
  const reply = py.runPython("answer(bytes(request), " + (tree === 1 ? "True" : "False") + ")", { globals: scope });
  put(reply.toJs());
  reply.destroy();
  bytes.destroy();
}
