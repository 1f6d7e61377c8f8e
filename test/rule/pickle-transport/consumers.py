import json
import pickle

from kafka import KafkaConsumer
from kombu.serialization import enable_insecure_serializers

enable_insecure_serializers()  # want: pickle-transport
KafkaConsumer("jobs", value_deserializer=pickle.loads)  # want: pickle-transport
KafkaConsumer("jobs", value_deserializer=json.loads)  # fine: pickle-transport
