from fastapi import FastAPI, HTTPException
from flask import Flask, abort

app, site = FastAPI(), Flask(__name__)


class Album:
    shown = 2
    pictures = ["a", "b", "draft"]


album = Album()


@app.get("/picture")
def picture(number: int):
    if number >= album.shown:
        raise HTTPException(404)
    return album.pictures[number]  # want: negative-index


@app.get("/checked")
def checked(number: int):
    if number < 0 or number >= album.shown:
        raise HTTPException(404)
    return album.pictures[number]  # fine: negative-index


@site.get("/p/<int:number>")
def page(number):
    if number >= album.shown:
        abort(404)
    return album.pictures[number]  # fine: negative-index
