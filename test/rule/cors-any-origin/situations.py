from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from flask import Flask, request
from flask_cors import CORS
app, api = Flask(__name__), FastAPI()  # fine: cors-any-origin
CORS(app, origins="*", supports_credentials=True)  # want: cors-any-origin
api.add_middleware(CORSMiddleware, allow_origin_regex=".*", allow_credentials=True)  # want: cors-any-origin
def a(resp):
    resp.headers["Access-Control-Allow-Origin"] = request.headers["Origin"]  # want: cors-any-origin
    resp.headers["Access-Control-Allow-Credentials"] = "true"
    return resp
CORS(app, origins=["https://a.example"], supports_credentials=True)  # fine: cors-any-origin
api.add_middleware(CORSMiddleware, allow_origins=["*"])  # fine: cors-any-origin
def b(resp):
    origin = request.headers.get("Origin")
    if origin in {"https://a.example"}:
        resp.headers["Access-Control-Allow-Origin"] = origin
        resp.headers["Access-Control-Allow-Credentials"] = "true"
    return resp  # fine: cors-any-origin
def c(resp, own):
    if own:
        resp.headers["Access-Control-Allow-Origin"] = own
        resp.headers["Access-Control-Allow-Credentials"] = "true"
    elif resp.is_public:
        resp.headers["Access-Control-Allow-Origin"] = "*"  # fine: cors-any-origin
    return resp
def d(resp, own):
    if own:
        resp.headers["Access-Control-Allow-Credentials"] = "true"
    if resp.is_public:
        resp.headers["Access-Control-Allow-Origin"] = request.headers["Origin"]  # want: cors-any-origin
    return resp
