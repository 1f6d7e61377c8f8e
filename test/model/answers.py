# A language model's answer is outside text.
import os
import sqlite3
import subprocess

import anthropic
import litellm
import openai
from langchain_core.tools import tool
from langchain_openai import ChatOpenAI
from openai import OpenAI

client = OpenAI()


def a(question):
    answer = client.chat.completions.create(model="m", messages=[{"role": "user", "content": "x"}])
    os.system(answer.choices[0].message.content)  # want: command-injection
    eval(answer.choices[0].message.content)  # want: code-injection


def b(question):
    text = anthropic.Anthropic().messages.create(model="m", max_tokens=9, messages=[]).content[0].text
    sqlite3.connect("x").execute(text)  # want: sql-injection
    exec(text)  # want: code-injection
    int(text)


def c(question):
    reply = litellm.completion(model="m", messages=[])
    subprocess.run(reply.choices[0].message.content, shell=True)  # want: command-injection
    exec(ChatOpenAI().invoke("x").content)  # want: code-injection
    exec(openai.ChatCompletion.create(model="m")["choices"][0]["message"]["content"])  # want: code-injection


@tool
def shell(command: str) -> str:
    """Run a command."""
    return subprocess.getoutput(command)  # want: command-injection
