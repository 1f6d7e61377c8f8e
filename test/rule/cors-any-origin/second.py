import re

from flask import Flask
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware

one = Middleware(CORSMiddleware, allow_origin_regex=r"https?://(.+)shop\.org", allow_credentials=True)  # want: cors-any-origin
two = Middleware(CORSMiddleware, allow_origin_regex="https://www.shop.org", allow_credentials=True)  # want: cors-any-origin
three = Middleware(CORSMiddleware, allow_origin_regex=r"https://(\w+\.)?shop\.org", allow_credentials=True)  # fine: cors-any-origin
four = Middleware(CORSMiddleware, allow_origin_regex=r"https://.*\.shop\.org", allow_credentials=True)  # fine: cors-any-origin
CORS_ALLOWED_ORIGIN_REGEXES = [r"^https://.*shop\.org$"]  # want: cors-any-origin
