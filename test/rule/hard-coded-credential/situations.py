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
API_KEY = os.environ["API_KEY"]  # fine: hard-coded-credential
next_token = "AQICAHhQ8m3k2v7x9Zq1"  # fine: hard-coded-credential
password_field = "user_password_input"  # fine: hard-coded-credential
PASSWORD_RESET_URL = "/accounts/password/reset"  # fine: hard-coded-credential
TOKEN_TYPE = "bearer"  # fine: hard-coded-credential
mail = smtplib.SMTP("mail")  # fine: hard-coded-credential
local = redis.Redis(host="cache", password=os.getenv("REDIS_PASSWORD"))  # fine: hard-coded-credential
secret_name = "prod/db/main"  # fine: hard-coded-credential
# what a thing is called elsewhere, what a form calls it, what is done about it
LOGIN_SESSION_KEY = "account_login"  # fine: hard-coded-credential
REFRESH_TOKEN = "refresh_token"  # fine: hard-coded-credential
RESOURCE_MY_PASSWORD = "My Password"  # fine: hard-coded-credential
fields = {"password": "Database password", "api_token": "Cloud API token"}  # fine: hard-coded-credential
lazy = {"SecretCache": "shop.execution.cache.SecretCache"}  # fine: hard-coded-credential
def ftp(user="anonymous", password="guest@example.org"):  # fine: hard-coded-credential
    return user, password
def modify(update_password, password_mechanism, password):
    if update_password == "always":  # fine: hard-coded-credential
        return password
    return password_mechanism == "sshpass"  # fine: hard-coded-credential
SECRET_KEY = "my-very-secret-key-1"  # want: hard-coded-credential
SESSION_KEY = "9f8c2e71ab04d7f3c655"  # want: hard-coded-credential
# more defaults than parameters that are not by place only
def mount(server="files", share="pub", /, password="kV9x2LmQ71"):  # want: hard-coded-credential
    return server, share, password
def unmount(password="kV9x2LmQ71", /, force=False, wait=3):  # want: hard-coded-credential
    return password, force, wait
