# What a row holds came from somebody: looked up by the class's own query, by the extension's helper, by the session.
import os
from flask_sqlalchemy import SQLAlchemy
db = SQLAlchemy()


class Job(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    command = db.Column(db.Text)
    port = db.Column(db.Integer)


def run_first(number):
    job = Job.query.get_or_404(number)
    os.system("ping " + job.command)  # want: command-injection


def run_by_session(number):
    job = db.session.get(Job, number)
    os.system("ping " + job.command)  # want: command-injection
    os.system("nc host %s" % job.port)  # fine: command-injection


def run_by_helper(number):
    job = db.get_or_404(Job, number)
    os.system("ping " + job.command)  # want: command-injection
