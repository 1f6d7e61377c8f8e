import pymongo
from flask import Flask, request
from motor.motor_asyncio import AsyncIOMotorClient
app = Flask(__name__)
db = pymongo.MongoClient().shop
@app.post("/login")
def login():
    data = request.get_json()
    return str(db.users.find_one({"name": data["name"], "pw": data["pw"]}))  # want: nosql-injection
@app.get("/where")
def where():
    return str(list(db.items.find({"$where": "this.name == '%s'" % request.args["n"]})))  # want: nosql-injection
@app.post("/find")
def find():
    return str(list(db.items.find(request.get_json())))  # want: nosql-injection
@app.post("/login2")
def login2():
    data = request.get_json()
    return str(db.users.find_one({"name": str(data["name"])}))  # fine: nosql-injection
@app.get("/item")
def item():
    return str(db.items.find_one({"name": request.args["name"]}))  # fine: nosql-injection
@app.post("/eq")
def eq():
    return str(db.users.find_one({"name": {"$eq": request.get_json()["name"]}}))  # fine: nosql-injection
@app.post("/compared")
def compared():
    return str(db.users.find_one({"name": {"$eq": request.json["name"]}}))  # fine: nosql-injection
@app.post("/half")
def half():
    return str(db.users.find_one({"name": {"$eq": request.json["name"]}, "pin": request.json["pin"]}))  # want: nosql-injection
