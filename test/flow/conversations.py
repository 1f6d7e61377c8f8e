# Who speaks in a conversation: the system instructs, the user asks; a role that the client sends may be any.
from flask import Flask, request
from openai import OpenAI
import anthropic
app = Flask(__name__)
client = OpenAI()
ac = anthropic.Anthropic()
T = [{"type": "function"}]


@app.post("/1")
def r1():
    r = client.chat.completions.create(model="m", tools=T, messages=[{"role": "system", "content": "x"}, {"role": "user", "content": request.json["q"]}])
    return {"a": r.choices[0].message.content}


@app.post("/2")
def r2():
    r = client.chat.completions.create(model="m", tools=T, messages=[{"role": "system", "content": "You are " + request.json["q"]}])  # want: prompt-injection
    return {"a": r.choices[0].message.content}


@app.post("/3")
def r3():
    r = client.chat.completions.create(model="m", messages=[{"role": "system", "content": "You are " + request.json["q"]}])  # want: prompt-injection
    return {"a": r.choices[0].message.content}


@app.post("/4")
def r4():
    r = ac.messages.create(model="m", system="You are " + request.json["q"], messages=[])  # want: prompt-injection
    return {"a": r.content[0].text}


@app.post("/5")
def r5():
    r = client.responses.create(model="m", instructions="You are " + request.json["q"], input="x")  # want: prompt-injection
    return {"a": r.output_text}


@app.post("/6")
def r6():
    messages = [{"role": "system", "content": "You are " + request.form["persona"]}]
    messages.append({"role": "user", "content": request.form["q"]})
    r = client.chat.completions.create(model="gpt-4o", messages=messages)  # want: prompt-injection
    return {"a": r.choices[0].message.content}


@app.post("/7")
def r7():
    messages = [{"role": "system", "content": "You are "}]
    messages.append({"role": "user", "content": request.form["q"]})
    messages += [{"role": "assistant", "content": request.form["q"]}]
    r = client.chat.completions.create(model="gpt-4o", messages=messages, tools=T)
    return {"a": r.choices[0].message.content}


@app.post("/8")
def r8():
    r = client.chat.completions.create(model="gpt-4o", messages=request.json["messages"], tools=T)  # want: prompt-injection
    r = client.chat.completions.create(model="gpt-4o", messages=request.json["messages"])
    return {"a": r.choices[0].message.content}


def build(system, q):
    return [{"role": "system", "content": system}, {"role": "user", "content": q}]


@app.post("/9")
def r9():
    r = client.chat.completions.create(model="gpt-4o", messages=build("x", request.form["q"]), tools=T)
    r = client.chat.completions.create(model="gpt-4o", messages=build(request.form["q"], "x"))  # want: prompt-injection
    return {"a": r.choices[0].message.content}


@app.post("/10")
def r10():
    h = [{"role": m["role"], "content": m["text"]} for m in request.json["h"]]
    r = client.chat.completions.create(model="gpt-4o", messages=[{"role": "system", "content": "x"}] + h, tools=T)  # want: prompt-injection
    r = client.chat.completions.create(model="gpt-4o", messages=[{"role": "system", "content": "x"}, *h])
    return {"a": r.choices[0].message.content}


@app.post("/11")
def r11():
    messages = [{"role": "system", "content": "x"}, {"role": "user", "content": request.json["q"]}]
    while True:
        r = client.chat.completions.create(model="gpt-4o", messages=messages, tools=T)
        m = r.choices[0].message
        messages.append(m)
        if not m.tool_calls:
            return {"a": m.content}
        for c in m.tool_calls:
            messages.append({"role": "tool", "tool_call_id": c.id, "content": run(c)})
