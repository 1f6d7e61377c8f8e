import json
import joblib
import pickle
import numpy
import pandas
import torch
def a():
    with open("/srv/model.bin", "rb") as f:
        return pickle.load(f)  # want: pickle-load
def b():
    return joblib.load("/srv/model.joblib")  # want: pickle-load
def c():
    return torch.load("/srv/model.pt")  # want: pickle-load
def d():
    return numpy.load("/srv/x.npy", allow_pickle=True)  # want: pickle-load
def e():
    return torch.load("/srv/model.pt", weights_only=True)  # fine: pickle-load
def f():
    return numpy.load("/srv/x.npy")  # fine: pickle-load
def g():
    with open("/srv/model.json") as f:
        return json.load(f)  # fine: pickle-load
def h(x):
    return pickle.dumps(x)  # fine: pickle-load
