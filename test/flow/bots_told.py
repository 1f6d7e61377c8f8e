# Functions that a chat's library is told of, and what it hands them: anybody's words. A path shows it, since a
# parameter of anybody's is no report there.
import aiogram
import discord
import paho.mqtt.client as mqtt
import websockets
from aiogram.types import CallbackQuery
from discord.ext import commands
from linebot import WebhookHandler
from socketio import AsyncServer
from taskiq_redis import ListQueueBroker
from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters
from telethon import TelegramClient, events

bot = commands.Bot("!")
router = aiogram.Router()
line = WebhookHandler("secret")
server = AsyncServer()
broker = ListQueueBroker("redis://queue")
user = TelegramClient("name", 1, "hash")


def told(client, userdata, message):
    open("/srv/" + message.topic)                       # want: path-traversal


def told_for_topic(client, userdata, message):
    open("/srv/" + message.payload.decode())            # want: path-traversal


def never_told(client, userdata, message):
    open("/srv/" + message.payload.decode())


client = mqtt.Client()
client.on_message = told
client.message_callback_add("a/b", told_for_topic)


class Bridge:
    def __init__(self):
        self.client = mqtt.Client()
        self.client.on_message = self.told

    def told(self, client, userdata, message):
        open("/srv/" + message.topic)                   # want: path-traversal


bridge = Bridge()


@bot.group()
async def files(ctx, name):
    open("/srv/" + name)                                # want: path-traversal


@files.command()
async def show(ctx, *, name):
    open("/srv/" + name)                                # want: path-traversal
    open("/srv/" + str(ctx.message.id))


@router.callback_query()
async def pressed(call: CallbackQuery):
    open("/srv/" + call.data)                           # want: path-traversal


@line.add("message")
def said(event):
    open("/srv/" + event.message.text)                  # want: path-traversal


@server.event
async def asked(sid, data):
    open("/srv/" + data["name"])                        # want: path-traversal


@broker.task
async def later(name):
    open("/srv/" + name)                                # want: path-traversal


@user.on(events.NewMessage())
async def seen(event):
    open("/srv/" + event.raw_text)                      # want: path-traversal


async def connected(socket):
    async for message in socket:
        open("/srv/" + message)                         # want: path-traversal


async def main():
    async with websockets.serve(connected, "", 8765):
        pass


async def sent(update: Update, context: ContextTypes.DEFAULT_TYPE):
    file = await update.message.document.get_file()
    await file.download_to_drive("/srv/" + update.message.document.file_name)   # want: path-traversal
    await file.download_to_drive("/srv/" + str(update.update_id))


application = Application.builder().build()
application.add_handler(MessageHandler(filters.ALL, sent))
