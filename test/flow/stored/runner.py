import os

from . import state
from .state import quality


def convert():
    os.system("convert " + state.profile)  # want: command-injection
    os.system("convert " + quality)
