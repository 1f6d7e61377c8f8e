import jwt
from flask import Flask
from itsdangerous import JSONWebSignatureSerializer, Signer
from itsdangerous.signer import NoneAlgorithm

app = Flask(__name__)
app.config["JWT_ALGORITHM"] = "none"  # want: jwt-no-verify


def read(token, key):
    return jwt.PyJWT(options={"verify_signature": False}).decode(token, key)  # want: jwt-no-verify


def read_checked(token, key):
    return jwt.PyJWT(options={"verify_exp": True}).decode(token, key, algorithms=["HS256"])  # fine: jwt-no-verify


def signers(key):
    Signer(key, algorithm=NoneAlgorithm())  # want: jwt-no-verify
    Signer(key)  # fine: jwt-no-verify
    JSONWebSignatureSerializer(key, algorithm_name="none")  # want: jwt-no-verify
    return JSONWebSignatureSerializer(key)  # fine: jwt-no-verify


def settings():
    app.config["JWT_ALGORITHM"] = "HS256"  # fine: jwt-no-verify
