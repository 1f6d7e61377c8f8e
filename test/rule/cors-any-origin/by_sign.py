from flask import Flask
from flask_cors import CORS

app = Flask(__name__)
CORS(app, origins=r".*example\.com", supports_credentials=True)  # want: cors-any-origin
CORS(app, origins=[r"https://app.example\.com$"], supports_credentials=True)  # want: cors-any-origin
CORS(app, origins=r"https://[a-z]+\.example\.com$", supports_credentials=True)  # fine: cors-any-origin
CORS(app, origins=["https://app.example.com"], supports_credentials=True)  # fine: cors-any-origin
CORS(app, origins=r".*example\.com")  # fine: cors-any-origin
