import subprocess

from celery import shared_task


@shared_task
def encode(preset):
    subprocess.call("enc --preset " + preset, shell=True)


@shared_task
def decode(preset):
    subprocess.call("dec --preset " + preset, shell=True)       # want: command-injection
