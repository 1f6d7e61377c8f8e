import os

import paho.mqtt.client as mqtt

client = mqtt.Client()
client.username_pw_set("sensor", os.environ["BROKER_PASSWORD"])
client.connect("broker.example.com", 1883)  # want: cleartext-transport
