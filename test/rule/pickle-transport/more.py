import kombu
from celery import Celery
from django.core import signing
app = Celery("jobs", accept_content=["json", "pickle"])  # want: pickle-transport
app.conf.task_serializer = "pickle"  # want: pickle-transport
CELERY_RESULT_SERIALIZER = "pickle"  # want: pickle-transport
SESSION_SERIALIZER = "django.contrib.sessions.serializers.PickleSerializer"  # want: pickle-transport
def send(conn, message):
    with conn.Producer(serializer="pickle") as producer:  # want: pickle-transport
        producer.publish(message)
other = Celery("more", accept_content=["json"])  # fine: pickle-transport
other.conf.task_serializer = "msgpack"  # fine: pickle-transport
CELERY_TASK_SERIALIZER = "json"  # fine: pickle-transport
NAMES = ["pickle", "onion"]  # fine: pickle-transport
