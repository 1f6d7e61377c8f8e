# Events that a server sends are an answer as any other: its text is no program.
import ast
import json

import httpx
import requests
import sseclient
from httpx_sse import connect_sse


def words(prompt):
    answer = requests.post("https://models.example/chat", json={"prompt": prompt}, stream=True, timeout=9)
    events = sseclient.SSEClient(answer).events()

    def each():
        for event in events:
            yield eval(event.data)["text"]  # want: code-injection

    return each()


def words_read(prompt):
    answer = requests.post("https://models.example/chat", json={"prompt": prompt}, stream=True, timeout=9)
    for event in sseclient.SSEClient(answer).events():
        yield json.loads(event.data)["text"]


def lines():
    with httpx.Client() as client:
        with connect_sse(client, "GET", "https://models.example/lines") as source:
            for event in source.iter_sse():
                yield eval(event.data)  # want: code-injection


def lines_read():
    with httpx.Client() as client:
        with connect_sse(client, "GET", "https://models.example/lines") as source:
            for event in source.iter_sse():
                yield ast.literal_eval(event.data)
