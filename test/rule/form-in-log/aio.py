import logging
from aiohttp import web
from flask import Flask, request
