import anthropic
from openai import OpenAI
from flask import Flask, request
app = Flask(__name__)
client = OpenAI()
claude = anthropic.Anthropic()
TOOLS = [{"type": "function", "function": {"name": "run_shell"}}]
@app.post("/a")
def a():
    return client.chat.completions.create(model="m", tools=TOOLS, messages=[{"role": "system", "content": "You help " + request.form["name"]}]).choices[0].message.content  # want: prompt-injection
@app.post("/b")
def b():
    return claude.messages.create(model="m", max_tokens=9, tools=TOOLS, system=f"Rules: {request.form['rules']}", messages=[]).content[0].text  # want: prompt-injection
@app.post("/c")
def c():
    return client.responses.create(model="m", instructions="Act as " + request.form["role"], input="hi", tools=TOOLS).output_text  # want: prompt-injection
@app.post("/d")
def d():
    return client.chat.completions.create(model="m", messages=[{"role": "system", "content": "You help."}, {"role": "user", "content": request.form["text"]}]).choices[0].message.content  # fine: prompt-injection
@app.post("/e")
def e():
    lang = "de" if request.form["lang"] == "de" else "en"
    return client.chat.completions.create(model="m", tools=TOOLS, messages=[{"role": "system", "content": "Answer in " + lang}]).choices[0].message.content  # fine: prompt-injection
@app.post("/f")
def f():
    return claude.messages.create(model="m", max_tokens=9, system="You help.", messages=[{"role": "user", "content": request.form["text"]}]).content[0].text  # fine: prompt-injection
