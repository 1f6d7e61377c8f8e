# Methods that a kit of tools hands to a language model: what it calls them with is anybody's.
import subprocess
from pathlib import Path

from agno.tools import Toolkit
from crewai.tools.base_tool import BaseTool
from langchain_core.tools.base import BaseTool as Tool
from mcp.server.lowlevel import Server

server = Server("files")


class Files(Toolkit):
    def __init__(self, base: Path = None):
        self.base: Path = base or Path.cwd()
        super().__init__(name="files", tools=[self.save, self.save_below])

    def save(self, name: str, text: str):
        path = self.base.joinpath(name)
        path.write_text(text)  # want: path-traversal

    def save_below(self, name: str, text: str):
        path = self.base.joinpath(name).resolve()
        if not path.is_relative_to(self.base.resolve()):
            return
        path.write_text(text)  # fine: path-traversal


class Shell(Toolkit):
    def __init__(self):
        super().__init__(name="shell")
        self.register(self.run)

    def run(self, command: str):
        subprocess.run(command, shell=True)  # want: command-injection, ungated-model-output

    def own(self):
        subprocess.run("uptime", shell=True)  # fine: command-injection


@server.call_tool()
async def call(name, arguments):
    subprocess.run(arguments["command"], shell=True)  # want: command-injection, ungated-model-output


class Crew(BaseTool):
    def _run(self, command):
        subprocess.run(command, shell=True)  # want: command-injection, ungated-model-output


class Chain(Tool):
    def _run(self, command):
        subprocess.run(command, shell=True)  # want: command-injection, ungated-model-output
        subprocess.run(["git", "log", "--", command])  # fine: command-injection
