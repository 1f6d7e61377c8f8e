import os
import smtplib
import redis
import boto3
from sqlalchemy import create_engine
DB_PASSWORD = "hV7#kq2!pLw9"  # want: hard-coded-credential
cache = redis.Redis(host="cache", password="q8Zr-77xWq")  # want: hard-coded-credential
engine = create_engine("mysql://shop:t4Ng3rine!x@db/shop")  # want: hard-coded-credential
s3 = boto3.client("s3", aws_secret_access_key="wJ4lrXUtnF3MIaK7MDENGbPxRfiCYz09KEYab12")  # want: hard-coded-credential
settings = {"api_key": "9f8c2e71ab04d7f3c655"}  # want: hard-coded-credential
def admin(password):
    return password == "letmein99"  # want: hard-coded-credential
# safe
API_KEY = os.environ["API_KEY"]
next_token = "AQICAHhQ8m3k2v7x9Zq1"
password_field = "user_password_input"
PASSWORD_RESET_URL = "/accounts/password/reset"
TOKEN_TYPE = "bearer"
mail = smtplib.SMTP("mail")
local = redis.Redis(host="cache", password=os.getenv("REDIS_PASSWORD"))
secret_name = "prod/db/main"
