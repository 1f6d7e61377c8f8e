# Files, addresses and archives by libraries that few programs have.
import os

import cairosvg
import geopandas
import mechanize
import minio
import numpy as np
import openpyxl
import patoolib
import py7zr
import pyppeteer
import pyzipper
import rarfile
import skops.io
import smart_open
import toml
import xarray
import xlsxwriter
from aiopath import AsyncPath
from azure.storage.blob import BlobClient
from django.core.files.storage import FileSystemStorage
from docx import Document
from flask import Flask, request
from langchain_community.document_loaders import TextLoader
from path import Path
from reportlab.pdfgen import canvas
from unstructured.partition.auto import partition
from weasyprint import HTML

import boto3
import compress_pickle
import libxml2
import pandas as pd

app = Flask(__name__)
bucket = boto3.resource("s3").Bucket("b")


@app.get("/a")
async def a():
    q = request.args["q"]
    await AsyncPath("/srv/" + q).read_text()  # want: path-traversal
    await AsyncPath("/srv/" + os.path.basename(q)).read_text()
    Path("/srv/" + q).read_text()  # want: path-traversal
    np.save("/srv/" + q, [])  # want: path-traversal
    Document().save("/srv/" + q)  # want: path-traversal
    openpyxl.Workbook().save("/srv/" + q)  # want: path-traversal
    xlsxwriter.Workbook("/srv/" + q)  # want: path-traversal
    canvas.Canvas("/srv/" + q)  # want: path-traversal
    HTML(string="x").write_pdf("/srv/" + q)  # want: path-traversal
    toml.load("/srv/" + q)  # want: path-traversal
    xarray.open_dataset("/srv/" + q)  # want: path-traversal
    geopandas.read_file("/srv/" + q)  # want: path-traversal
    smart_open.open("/srv/" + q)  # want: path-traversal
    pyzipper.AESZipFile("/srv/" + q)  # want: path-traversal
    bucket.download_file("k", "/srv/" + q)  # want: path-traversal
    bucket.download_file("k", "/srv/" + os.path.basename(q))
    minio.Minio("h").fput_object("b", "k", "/srv/" + q)  # want: path-traversal
    FileSystemStorage(location="/srv/" + q)  # want: path-traversal
    TextLoader("/srv/" + q).load()  # want: path-traversal
    partition(filename="/srv/" + q)  # want: path-traversal
    patoolib.extract_archive("a.zip", outdir="/srv/" + q)  # want: path-traversal
    return ""


@app.post("/b")
def b():
    with rarfile.RarFile(request.files["r"]) as archive:
        for member in archive.infolist():
            open("/srv/" + member.filename, "wb")  # want: path-traversal
    with py7zr.SevenZipFile(request.files["a"]) as archive:
        for name in archive.readall():
            open("/srv/" + name, "wb")  # want: path-traversal
    return ""


@app.get("/c")
async def c():
    q = request.args["q"]
    page = await (await pyppeteer.launch()).newPage()
    await page.goto(q)  # want: ssrf
    mechanize.Browser().open(q)  # want: ssrf
    cairosvg.svg2png(url=q)  # want: ssrf, path-traversal
    BlobClient.from_blob_url(q)  # want: ssrf
    BlobClient.from_blob_url("https://acct.example/c/b")
    return ""


@app.post("/d")
def d():
    data = request.get_data()
    skops.io.loads(data, trusted=skops.io.get_untrusted_types(data=data))  # want: unsafe-deserialization
    skops.io.loads(data)
    compress_pickle.loads(data, "gzip")  # want: unsafe-deserialization
    np.lib.format.read_array(request.stream, allow_pickle=True)  # want: unsafe-deserialization
    np.lib.format.read_array(request.stream)
    libxml2.readDoc(data, None, None, libxml2.XML_PARSE_NOENT)  # want: xxe
    libxml2.readDoc(data, None, None, libxml2.XML_PARSE_NONET)
    pd.Series(["a"]).str.contains(request.args["q"])  # want: regex-injection
    pd.Series(["a"]).str.contains(request.args["q"], regex=False)
    return ""
