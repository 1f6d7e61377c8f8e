# Flask-CORS lets every origin in where none is said.
from flask import Flask
from flask_cors import CORS, cross_origin
app = Flask(__name__)
CORS(app, supports_credentials=True)  # want: cors-any-origin
CORS(app)  # fine: cors-any-origin
CORS(app, origins=["https://desk.example"], supports_credentials=True)  # fine: cors-any-origin
options = {"origins": ["https://desk.example"]}
CORS(app, supports_credentials=True, **options)  # fine: cors-any-origin


@app.get("/post")
@cross_origin(supports_credentials=True)  # want: cors-any-origin
def post():
    return "post"


@app.get("/mail")
@cross_origin(supports_credentials=True, origins="https://desk.example")  # fine: cors-any-origin
def mail():
    return "mail"
