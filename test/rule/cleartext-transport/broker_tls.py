import os

import paho.mqtt.client as mqtt

client = mqtt.Client()
client.tls_set()
client.username_pw_set("sensor", os.environ["BROKER_PASSWORD"])
client.connect("broker.example.com", 8883)  # fine: cleartext-transport
