# What a stream is is known in the file that opens it, too: it names no file.
import zipfile

import pandas as pd
from PIL import Image


def image(file):
    return Image.open(file)


def names(file):
    return zipfile.ZipFile(file).namelist()


def table(file):
    return pd.read_csv(file).shape


def named(file):
    return pd.read_csv(file).shape                            # want: path-traversal, ssrf


def either(file):
    return Image.open(file)                                   # want: path-traversal
