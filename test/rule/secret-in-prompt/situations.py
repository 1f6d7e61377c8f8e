import os
from openai import OpenAI
llm = OpenAI()  # fine: secret-in-prompt
API_KEY = os.environ["SERVICE_KEY"]  # fine: secret-in-prompt
def a():
    return llm.chat.completions.create(model="m", messages=[{"role": "system", "content": f"key {API_KEY}"}])  # want: secret-in-prompt
def b(db_password):
    return llm.responses.create(model="m", instructions="The password is " + db_password)  # want: secret-in-prompt
def c(question):
    prompt = f"Use {API_KEY} to answer"  # want: secret-in-prompt
    return llm.chat.completions.create(model="m", messages=[{"role": "system", "content": prompt}])
def d(question):
    return llm.chat.completions.create(model="m", messages=[{"role": "user", "content": question}])  # fine: secret-in-prompt
def e(name):
    return llm.responses.create(model="m", instructions=f"You talk to {name}")  # fine: secret-in-prompt
def f(question):
    return llm.chat.completions.create(model="m", messages=[{"role": "system", "content": "no keys here"}])  # fine: secret-in-prompt
