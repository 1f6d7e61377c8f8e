from .web import app
from .shared import *
