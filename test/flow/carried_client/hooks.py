from flask import g
from client import Client
def setup(app):
    @app.before_request
    def make():
        g.client = Client("https://api.example.com")
