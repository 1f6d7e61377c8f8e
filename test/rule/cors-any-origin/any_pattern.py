# A pattern that any site fits, and resources of Flask-CORS.
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from flask import Flask
from flask_cors import CORS

api = FastAPI()
api.add_middleware(CORSMiddleware, allow_origin_regex=r"https?://.*", allow_credentials=True)  # want: cors-any-origin
api.add_middleware(CORSMiddleware, allow_origin_regex=r"^https://.+$", allow_credentials=True)  # want: cors-any-origin
api.add_middleware(CORSMiddleware, allow_origin_regex=r"https://[a-z0-9-]+\.pumps\.example", allow_credentials=True)  # fine: cors-any-origin
api.add_middleware(CORSMiddleware, allow_origin_regex=r"https?://.*", allow_credentials=False)  # fine: cors-any-origin

app = Flask(__name__)
CORS(app, resources={r"/api/*": {"origins": "*"}}, supports_credentials=True)  # want: cors-any-origin
CORS(app, resources={r"/api/*": {"origins": "*", "supports_credentials": True}})  # want: cors-any-origin
CORS(app, resources={r"/api/*": {"origins": ["https://pumps.example"]}}, supports_credentials=True)  # fine: cors-any-origin
CORS(app, resources={r"/api/*": {"origins": "*"}})  # fine: cors-any-origin
