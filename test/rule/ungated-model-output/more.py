import json
import subprocess
import anthropic
import openai
client = openai.OpenAI()
claude = anthropic.Anthropic()
def ask(text):
    return client.chat.completions.create(model="m", messages=[{"role": "user", "content": text}]).choices[0].message.content
def a(text):
    subprocess.run(ask(text), shell=True)  # want: ungated-model-output
def b(text):
    reply = claude.messages.create(model="m", max_tokens=9, messages=[{"role": "user", "content": text}])
    subprocess.run(reply.content[0].text, shell=True)  # want: ungated-model-output
def c(cursor, text):
    answer = client.responses.create(model="m", input=text)
    subprocess.getoutput(answer.output_text)  # want: ungated-model-output
def d(text):
    print(ask(text))  # fine: ungated-model-output
def e(text):
    return json.loads(ask(text))  # fine: ungated-model-output
def f(text):
    tools = {"up": ["uptime"], "df": ["df", "-h"]}
    subprocess.run(tools[ask(text).strip()])  # fine: ungated-model-output
