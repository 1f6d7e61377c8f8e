import torch
from datasets import load_dataset
from sentence_transformers import SentenceTransformer
from transformers import AutoModel, AutoTokenizer, pipeline
a = AutoModel.from_pretrained("org/model", trust_remote_code=True)  # want: remote-code-model
b = pipeline("text-generation", model="org/model", trust_remote_code=True)  # want: remote-code-model
c = load_dataset("org/data", trust_remote_code=True)  # want: remote-code-model
d = SentenceTransformer("org/model", trust_remote_code=True)  # want: remote-code-model
e = AutoModel.from_pretrained("org/model", revision="0123456789abcdef0123456789abcdef01234567")  # fine: remote-code-model
f = AutoTokenizer.from_pretrained("org/model", trust_remote_code=False)  # fine: remote-code-model
g = load_dataset("org/data")  # fine: remote-code-model
