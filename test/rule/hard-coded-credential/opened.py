import os

from sqlalchemy import create_engine

engine = create_engine("postgresql://app:hunter2x9@db.example.com/app")  # want: hard-coded-credential
other = create_engine(os.environ["DATABASE_URL"])  # fine: hard-coded-credential
