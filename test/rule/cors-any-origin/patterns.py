from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware

LOOSE = r"https://.*shop\.example"
app, other, third = FastAPI(), FastAPI(), FastAPI()
app.add_middleware(CORSMiddleware, allow_origin_regex=LOOSE, allow_credentials=True)  # want: cors-any-origin
other.add_middleware(CORSMiddleware, allow_origin_regex=r"https://(.*\.)?shop\.example", allow_credentials=True)  # fine: cors-any-origin
third.add_middleware(CORSMiddleware, allow_origin_regex=LOOSE, allow_credentials=False)  # fine: cors-any-origin
