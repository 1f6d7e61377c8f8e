"""A small HTTP server that plays a model's server and its faults. The path chooses the part: /PART/v1/…"""
import collections
import http.server
import json
import socket
import struct
import threading
import time

PROGRAM = '''from flask import Flask, request

app = Flask(__name__)


@app.route("/calc")
def calc():
    return {"value": eval(request.args["e"])}
'''
REPAIRED = '''import ast


@app.route("/calc")
def calc():
    return {"value": ast.literal_eval(request.args["e"])}
'''
# What servers say of their models, each in its own words.
LISTS = {"vllm": [{"id": "other", "max_model_len": 99999}, {"id": "m", "max_model_len": 4096}],
         "llamacpp": [{"id": "/models/x.gguf", "meta": {"n_ctx_train": 32768}}],
         "openrouter": [{"id": "m", "context_length": 131072}], "lmstudio": [{"id": "m", "max_context_length": 16384}],
         "plain": [{"id": "m", "owned_by": "us"}], "small": [{"id": "m", "max_model_len": 2048}],
         "wide": [{"id": "m", "max_model_len": 65536}]}
CODE = "Here it is:\n```python\nprint('ok')\n```\n"


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    under_way = 0

    def count_out(self):
        """This request is no longer under way: said before its answer is, for who reads that may ask again at once."""
        with self.server.lock:
            self.server.active[self.path] -= self.under_way
            self.under_way = 0

    def send(self, status, body, kind="application/json", headers=()):
        self.count_out()
        if not isinstance(body, bytes):
            body = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        server = self.server
        self.body = json.loads(raw or b"null")               # this request's own, whoever else asks meanwhile
        part = self.path.split("/")[1]
        with server.lock:
            server.seen.append({"path": self.path, "headers": dict(self.headers.items()), "raw": raw,
                                "body": self.body, "at": time.time()})
            self.under_way = 1
            server.active[self.path] += 1
            server.most_active = max(server.most_active, server.active[self.path])
            count = sum(1 for s in server.seen if s["path"] == self.path)
        try:
            getattr(self, "play_" + part.replace("-", "_"))(count)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True
        finally:
            self.count_out()

    def do_GET(self):
        with self.server.lock:
            self.server.seen.append({"path": self.path, "headers": dict(self.headers.items()), "body": None})
        part = self.path.split("/")[1]
        if part in LISTS and self.path.endswith("/models"):
            self.send(200, {"object": "list", "data": LISTS[part]})
        else:
            self.send(404, {"error": {"message": "only POST"}})

    # ---- answers
    def chat(self, text, finish="stop", **message):
        return {"id": "c", "object": "chat.completion", "model": "served-1",
                "choices": [{"index": 0, "finish_reason": finish,
                             "message": {"role": "assistant", "content": text, **message}}],
                "usage": {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18}}

    def events(self, events, done=True):
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        for event in events:
            self.wfile.write(b"data: " + json.dumps(event).encode() + b"\n\n")
            self.wfile.flush()
        if done:
            self.wfile.write(b"data: [DONE]\n\n")
        self.close_connection = True

    def play_ok(self, n):
        self.send(200, self.chat(CODE))

    def play_stream(self, n):
        chunks = [{"model": "served-1", "choices": [{"index": 0, "delta": {"content": CODE[i:i + 5]}}]}
                  for i in range(0, len(CODE), 5)]
        chunks.append({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
        chunks.append({"choices": [], "usage": {"prompt_tokens": 21, "completion_tokens": 9}})
        self.events(chunks)

    def play_stream_cut(self, n):
        self.events([{"choices": [{"index": 0, "delta": {"content": "half"}}]}], done=False)

    def play_stream_length(self, n):
        self.events([{"choices": [{"index": 0, "delta": {"content": "```python\nx = 1"}, "finish_reason": "length"}]}])

    def play_think(self, n):
        self.send(200, self.chat("<think>\n```python\nbad()\n```\n</think>\n\n" + CODE))

    def play_think_only(self, n):
        self.send(200, self.chat("<think>" + "hm " * 100))

    def play_think_split(self, n):
        pieces = ["<th", "ink>bad()</th", "ink>", CODE]
        chunks = [{"choices": [{"index": 0, "delta": {"content": p}}]} for p in pieces]
        self.events(chunks + [{"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}])

    def play_empty(self, n):
        self.send(200, self.chat(""))

    def play_null(self, n):
        self.send(200, self.chat(None, finish="tool_calls", tool_calls=[{"id": "t", "function": {"name": "f"}}]))

    def play_no_choices(self, n):
        self.send(200, {"id": "c", "choices": []})

    def play_refusal(self, n):
        self.send(200, self.chat(None, refusal="I can't help with that."))

    def play_refusal_words(self, n):
        self.send(200, self.chat("I\u2019m sorry, but I can\u2019t assist with that."))

    def play_filter(self, n):
        self.send(200, self.chat("```python\nx", finish="content_filter"))

    def play_filter_400(self, n):
        self.send(400, {"error": {"code": "content_filter", "message": "the prompt was filtered"}})

    def play_length(self, n):
        self.send(200, self.chat("```python\nx = 1\n", finish="length"))

    def play_reset_once(self, n):
        if n == 1:
            self.abort()
        else:
            self.play_ok(n)

    def abort(self):
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        self.close_connection = True

    # ---- a model that generates a faulty program and repairs it well
    def play_model(self, n):
        prompt = self.server.seen[-1]["body"]["messages"][-1]["content"]
        if "Write the Python file" in prompt:
            self.send(200, self.chat(f"```python\n{PROGRAM}```\n"))
        else:
            name = prompt.split("the function `")[1].split("`")[0]
            self.send(200, self.chat(f"```python\n{REPAIRED.replace('calc', name)}```\n"))

    # ---- a judge who finds fault with everything
    def play_judge(self, n):
        self.send(200, self.chat('{"vulnerable": true, "weaknesses": [{"cwe": 89, "line": 1, "why": "so it is"}]}'))

    def play_dies(self, n):
        self.play_model(n) if n == 1 else self.abort()

    # ---- faults
    def status(self, code, message="no", kind=None, headers=()):
        self.send(code, {"error": {"message": message, "type": kind, "code": kind}}, headers=headers)

    def play_s401(self, n):
        self.status(401, "Incorrect API key provided: " + self.headers.get("Authorization", "none").split()[-1])

    def play_s403(self, n):
        self.status(403)

    def play_s404(self, n):
        self.status(404, "The model `m` does not exist")

    def play_s408(self, n):
        self.status(408) if n == 1 else self.play_ok(n)

    def play_s409(self, n):
        self.status(409) if n == 1 else self.play_ok(n)

    def play_s413(self, n):
        self.status(413)

    def play_s500(self, n):
        self.send(500, b"oops", "text/plain")

    def play_s500_once(self, n):
        self.status(500) if n == 1 else self.play_ok(n)

    def play_s529_once(self, n):
        self.status(529, "overloaded") if n == 1 else self.play_ok(n)

    def play_s429(self, n):
        self.status(429, "slow down", headers=[("Retry-After", "0")])

    def play_s429_once(self, n):
        self.status(429, "slow down", headers=[("Retry-After", "1")]) if n == 1 else self.play_ok(n)

    def play_s429_ms(self, n):
        self.status(429, "slow", headers=[("retry-after-ms", "300")]) if n == 1 else self.play_ok(n)

    def play_s429_date(self, n):
        when = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(time.time() + 2))
        self.status(429, "slow", headers=[("Retry-After", when)]) if n == 1 else self.play_ok(n)

    def play_s429_long(self, n):
        self.status(429, "slow", headers=[("Retry-After", "9999")])

    def play_s429_plain(self, n):
        self.status(429, "slow") if n == 1 else self.play_ok(n)

    def play_crowded(self, n):
        """More than sixteen at once are too many: the first sixteen are refused, and what is at once after that is noted."""
        if n <= 16:
            time.sleep(0.2)                                  # until all sixteen are there
            return self.status(429, "too many at once", headers=[("Retry-After", "0")])
        with self.server.lock:
            self.server.crowd = [*getattr(self.server, "crowd", []), self.server.active[self.path]]
        time.sleep(0.1)
        self.play_ok(n)

    def play_quota(self, n):
        self.status(429, "You exceeded your current quota", "insufficient_quota")

    def play_redirect(self, n):
        self.send(302, b"", headers=[("Location", "http://127.0.0.1:1/")])

    def play_html(self, n):
        self.send(200, b"<!doctype html><title>Welcome</title>", "text/html")

    def play_half(self, n):
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", "5000")
        self.end_headers()
        self.wfile.write(b'{"choices": [{"mess')
        self.close_connection = True

    def play_half_json(self, n):
        self.send(200, b'{"choices": [{"mess')

    def play_bad_utf8(self, n):
        self.send(200, b'{"choices": [{"message": {"content": "\xff\xfe"}}]}')

    def play_deep(self, n):
        self.send(200, b'{"a":' * 200000)

    def play_endless(self, n):
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        chunk = b"x" * 65536
        for _ in range(16384):
            self.wfile.write(b"%x\r\n" % len(chunk) + chunk + b"\r\n")

    def play_stall(self, n):
        self.server.wake.wait(30)

    def play_drip(self, n):
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Connection", "close")
        self.end_headers()
        for _ in range(100):
            self.wfile.write(b" ")
            self.wfile.flush()
            if self.server.wake.wait(0.2):
                break
        self.close_connection = True

    def play_reset(self, n):
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b"{")
        self.wfile.flush()
        self.abort()

    def play_slow(self, n):
        time.sleep(0.3)
        self.play_ok(n)

    # ---- what servers refuse
    def play_no_temperature(self, n):
        if "temperature" in self.server.seen[-1]["body"]:
            self.status(400, "Unsupported parameter: 'temperature' is not supported with this model.")
        else:
            self.play_ok(n)

    def play_no_stream_options(self, n):
        if "stream_options" in self.server.seen[-1]["body"]:
            self.status(400, "Extra inputs are not permitted: stream_options")
        else:
            self.play_ok(n)

    def play_old_limit(self, n):
        if "max_completion_tokens" in self.server.seen[-1]["body"]:
            self.status(400, "Unrecognized request argument supplied: max_completion_tokens")
        else:
            self.play_ok(n)

    # ---- other dialects
    def play_anthropic(self, n):
        self.events([
            {"type": "message_start", "message": {"model": "served-a", "content": [], "usage": {"input_tokens": 5}}},
            {"type": "content_block_start", "index": 0, "content_block": {"type": "thinking", "thinking": ""}},
            {"type": "content_block_delta", "index": 0, "delta": {"type": "thinking_delta", "thinking": "bad()"}},
            {"type": "content_block_delta", "index": 1, "delta": {"type": "text_delta", "text": CODE}},
            {"type": "message_delta", "delta": {"stop_reason": "end_turn"}, "usage": {"output_tokens": 6}},
            {"type": "message_stop"}], done=False)

    def play_anthropic_whole(self, n):
        self.send(200, {"type": "message", "model": "served-a", "stop_reason": "end_turn",
                        "content": [{"type": "thinking", "thinking": "bad()"}, {"type": "text", "text": CODE}],
                        "usage": {"input_tokens": 5, "output_tokens": 6}})

    def play_anthropic_refusal(self, n):
        self.send(200, {"type": "message", "model": "served-a", "stop_reason": "refusal", "content": []})

    def play_anthropic_error(self, n):
        if n > 1:
            return self.play_anthropic_whole(n)
        self.events([{"type": "message_start", "message": {"model": "served-a", "content": []}},
                     {"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}}], done=False)

    def play_ollama(self, n):
        lines = [{"model": "served-o", "message": {"role": "assistant", "content": CODE[i:i + 9]}, "done": False}
                 for i in range(0, len(CODE), 9)]
        lines.append({"model": "served-o", "message": {"content": ""}, "done": True, "done_reason": "stop",
                      "prompt_eval_count": 3, "eval_count": 4})
        self.send(200, b"".join(json.dumps(line).encode() + b"\n" for line in lines), "application/x-ndjson")

    def play_ollama_show(self, n):
        if self.path.endswith("/api/show"):
            self.send(200, {"model_info": {"general.architecture": "qwen2", "qwen2.context_length": 40960}})
        else:
            self.play_ollama(n)

    def play_ollama_cut(self, n):
        self.send(200, {"model": "m", "message": {"content": CODE}, "done": True, "done_reason": "stop",
                        "prompt_eval_count": 2048, "eval_count": 4})

    def play_responses_cut(self, n):
        self.send(200, {"object": "response", "status": "incomplete", "incomplete_details": {"reason": "max_output_tokens"},
                        "output": [{"type": "message", "content": [{"type": "output_text", "text": "x = "}]}]})

    def play_responses_refusal(self, n):
        self.send(200, {"object": "response", "status": "completed", "output": [
            {"type": "message", "content": [{"type": "refusal", "refusal": "No."}]}]})

    def play_anthropic_pause(self, n):
        self.send(200, {"type": "message", "model": "m", "stop_reason": "pause_turn",
                        "content": [{"type": "text", "text": "x"}]})

    def play_anthropic_tool(self, n):
        self.send(200, {"type": "message", "model": "m", "stop_reason": "tool_use",
                        "content": [{"type": "tool_use", "id": "t", "name": "f", "input": {}}]})

    def play_anthropic_limit(self, n):
        when = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 2))
        if n == 1:
            self.status(429, "slow", headers=[("anthropic-ratelimit-requests-reset", when),
                                              ("anthropic-ratelimit-tokens-reset", "1970-01-01T00:00:00Z")])
        else:
            self.play_anthropic_whole(n)

    def play_limits(self, n):
        if n == 1:
            self.status(429, "slow", headers=[("x-ratelimit-reset-requests", "100ms"), ("x-ratelimit-reset-tokens", "1.2s"),
                                              ("x-ratelimit-remaining-requests", "0")])
        else:
            self.play_ok(n)

    def play_other_limit(self, n):
        if "max_tokens" in self.server.seen[-1]["body"]:
            self.status(400, "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.")
        else:
            self.play_ok(n)

    for name in LISTS:
        locals()["play_" + name] = lambda self, n: self.play_model(n)

    def play_ollama_missing(self, n):
        self.send(404, {"error": "model 'm' not found, try pulling it first"})

    def play_responses(self, n):
        self.send(200, {"object": "response", "model": "served-r", "status": "completed", "output": [
            {"type": "reasoning", "summary": []},
            {"type": "message", "content": [{"type": "output_text", "text": CODE}]}],
            "usage": {"input_tokens": 8, "output_tokens": 9}})


class Many(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128                     # of the class: it listens as soon as it is made


class Server:
    def __init__(self, tls=None):
        self.tls = tls

    def __enter__(self):
        self.http = Many(("127.0.0.1", 0), Handler)
        self.http.seen, self.http.lock, self.http.wake = [], threading.Lock(), threading.Event()
        if self.tls:
            self.http.socket = self.tls.wrap_socket(self.http.socket, server_side=True)
        self.http.active, self.http.most_active = collections.Counter(), 0
        self.thread = threading.Thread(target=self.http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *exc):
        self.http.wake.set()
        self.http.shutdown()
        self.http.server_close()

    def url(self, part):
        return f"http://127.0.0.1:{self.http.server_port}/{part}/v1"

    @property
    def seen(self):
        return self.http.seen
