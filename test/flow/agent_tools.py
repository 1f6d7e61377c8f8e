# Functions that a language model may call, by how each library is told of them: what it hands over is anybody's.
import subprocess

import autogen
import chainlit
from google.adk.agents import Agent
from google.genai import types
from langchain_core.tools import StructuredTool, Tool
from langchain_openai import ChatOpenAI
from langgraph.prebuilt import ToolNode, create_react_agent
from semantic_kernel.functions import kernel_function

model = ChatOpenAI()
user = autogen.ConversableAgent("user")
KNOWN = {"df", "uptime"}


def one(path):
    return open("/srv/" + path).read()                  # want: path-traversal


def two(path):
    return open("/srv/" + path).read()                  # want: path-traversal


def three(path):
    return open("/srv/" + path).read()                  # want: path-traversal


def four(path):
    return open("/srv/" + path).read()                  # want: path-traversal


def five(path):
    return open("/srv/" + path).read()                  # want: path-traversal


def six(path):
    return open("/srv/" + path).read()                  # want: path-traversal


def checked(name):
    if name not in KNOWN:
        raise ValueError(name)
    return subprocess.check_output(name, shell=True)


tools = [StructuredTool.from_function(one), Tool("two", two, "reads a file")]
agent = create_react_agent(model, tools=[three, checked])
bound = model.bind_tools([four])
node = ToolNode([checked])
adk = Agent(model="m", tools=[five, checked])
config = types.GenerateContentConfig(tools=[six])


@user.register_for_execution()
def seven(path):
    return open("/srv/" + path).read()                  # want: path-traversal


class Plugin:
    @kernel_function(name="eight")
    def eight(self, path):
        return open("/srv/" + path).read()              # want: path-traversal

    def own(self, path):
        return open("/srv/" + path).read()              # a parameter of anybody's: low


@chainlit.on_message
async def nine(message):
    return open("/srv/" + message.content).read()       # want: path-traversal
