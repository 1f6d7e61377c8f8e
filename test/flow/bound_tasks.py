# A bound task is given itself first: what it says of its own run is nobody's text.
import os
import subprocess

from celery import Celery, shared_task

worker = Celery("jobs")


@shared_task(bind=True)
def convert(self, name):
    subprocess.run("convert --try %s" % self.request.retries, shell=True)  # fine: command-injection
    subprocess.run("convert " + name, shell=True)  # want: command-injection


@worker.task(bind=True, max_retries=3)
def again(self, name):
    os.system("echo %s" % self.request.retries)  # fine: command-injection
    os.system("echo " + self.request.args[0])  # want: command-injection
    os.system("echo " + name)  # want: command-injection


@worker.task(ignore_result=True)
def plain(name):
    os.system("echo " + name)  # want: command-injection
