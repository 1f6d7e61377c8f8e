import logging
import traceback
from aiohttp import web
