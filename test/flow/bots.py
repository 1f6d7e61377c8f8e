# Commands of a bot that lie in a class, what is typed into a form of one, a tool without parentheses.
import os

import discord
from discord import app_commands
from discord.ext import commands
from fastmcp import FastMCP
from pydantic_ai import Agent

mcp = FastMCP("x")
agent = Agent("openai:gpt-4o")


class Games(commands.Cog):
    @app_commands.command()
    async def top(self, interaction: discord.Interaction, game: str):
        os.system("ls " + game)             # want: command-injection

    @app_commands.command()
    async def page(self, interaction: discord.Interaction, number: int, size: app_commands.Range[int, 1, 25] = 10):
        os.system(f"ls {number} {size}")

    @commands.hybrid_command()
    async def low(self, ctx, *, game: str):
        os.system("ls " + game)             # want: command-injection

    @commands.command()
    async def echo(self, ctx):
        os.system("ls " + ctx.message.content)      # want: command-injection

    @commands.Cog.listener()
    async def on_message(self, message):
        os.system("ls " + str(message.id))
        os.system("ls " + message.content)          # want: command-injection


class Group(app_commands.Group):
    @app_commands.command()
    async def top(self, interaction: discord.Interaction, game: str):
        os.system("ls " + game)             # want: command-injection


class Form(discord.ui.Modal, title="x"):
    name = discord.ui.TextInput(label="n")

    async def on_submit(self, interaction: discord.Interaction):
        os.system("ls " + self.name.value)          # want: command-injection


class Bot(commands.Bot):
    async def on_message(self, message):
        os.system("ls " + message.content)          # want: command-injection


@mcp.tool
def show(rel: str) -> str:
    return open("/srv/v/" + rel).read()     # want: path-traversal


@mcp.tool
def page(number: int) -> str:
    return open(f"/srv/v/{number}").read()


@agent.tool_plain
def read(rel: str) -> str:
    return open("/srv/v/" + rel).read()     # want: path-traversal
